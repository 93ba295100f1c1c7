import { describe, expect, it } from "vitest";
import table from "../../../backend/domain/permission.c?raw";
import { mayByRole, PERMISSIONS } from "./roles";

describe("rights and roles", () => {
  it("are those of the server's own table", () => {
    const rows = [...table.matchAll(/\{"([a-z]+\.[a-z]+)",\s*ROLE_([A-Z]+),/g)].map(([, name, role]) => [
      name,
      role === "NONE" ? null : role?.toLowerCase(),
    ]);
    expect(rows.length).toBeGreaterThan(10);
    expect(Object.fromEntries(rows)).toEqual(PERMISSIONS);
  });

  it("grow with the role", () => {
    expect(mayByRole("operator", "check.run")).toBe(true);
    expect(mayByRole("viewer", "check.run")).toBe(false);
    expect(mayByRole("owner", "platform.manage")).toBe(false);
  });
});
