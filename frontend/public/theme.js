// Loaded before the first paint, so that a dark page never flashes white.
(() => {
  let choice = "auto";
  try {
    choice = localStorage.getItem("tocsin-theme") || "auto";
  } catch {
    // Storage may be forbidden; the system's choice then stands.
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
