import { describe, expect, it } from "vitest";
import { actionOf, capsOf, conflicts, nameOf, shortcuts } from "./shortcuts";

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("shortcuts", () => {
  it("do not collide as they come", () => {
    for (const { action, usual } of shortcuts)
      expect(
        conflicts(action, usual, {}).map((each) => each.action),
        action,
      ).toEqual([]);
  });

  it("are found by one key, or by two in a row", () => {
    expect(actionOf("j", {})).toBe("next");
    expect(actionOf("g", {})).toBe("prefix");
    expect(actionOf("g h", {})).toBe("go_hosts");
    expect(actionOf("q", {})).toBeNull();
  });

  it("follow the person's own choice", () => {
    const own = { next: "n", palette: "mod+p" };
    expect([actionOf("n", own), actionOf("j", own), actionOf("mod+p", own)]).toEqual([
      "next",
      null,
      "palette",
    ]);
  });

  it("say what a new key would collide with", () => {
    expect(conflicts("undo", "k", {}).map((each) => each.action)).toEqual(["previous"]);
    expect(conflicts("undo", "g", {}).length).toBeGreaterThan(3);
    expect(conflicts("undo", "j z", {}).map((each) => each.action)).toEqual(["next"]);
    expect(conflicts("undo", "k", { previous: "i" })).toEqual([]);
  });

  it("name what was pressed", () => {
    expect(nameOf(press("K", { metaKey: true }))).toBe("mod+k");
    expect([nameOf(press("X")), nameOf(press("?")), nameOf(press("Shift"))]).toEqual(["X", "?", null]);
    expect([capsOf("mod+k"), capsOf("g t")]).toEqual([
      ["Ctrl", "K"],
      ["g", "t"],
    ]);
  });
});
