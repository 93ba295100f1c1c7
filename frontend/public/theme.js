// Loaded before the first paint, so that a dark page never flashes white. src/prefs/apply.ts says the same
// again once the application runs.
(() => {
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("tocsin-preferences")) || {};
  } catch {
    // Storage may be forbidden; the system's choice then stands.
  }
  const root = document.documentElement;
  const asks = (query) => matchMedia(query).matches;
  const system = asks("(prefers-color-scheme: dark)") ? "dark" : "light";
  const own = chosen.theme === "light" || chosen.theme === "dark";
  root.setAttribute("data-mantine-color-scheme", own ? chosen.theme : system);
  root.toggleAttribute(
    "data-contrast",
    chosen.theme === "contrast" || (!own && asks("(prefers-contrast: more)")),
  );
  for (const name of ["palette", "density", "motion"])
    if (typeof chosen[name] === "string") root.dataset[name] = chosen[name];
})();
