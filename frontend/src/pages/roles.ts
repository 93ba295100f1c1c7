import type { Role } from "../api/types";
import { lookUp } from "../i18n";

export const ROLES: Role[] = ["viewer", "operator", "admin", "owner"];
export const roleChoices = () => ROLES.map((role) => ({ value: role, label: roleWord(role) }));
export const roleWord = (role: Role) => lookUp(`role.${role}`) ?? role;

/** The least role that has a permission; null where no role has it by itself. The server decides, this explains. */
export const PERMISSIONS = {
  "host.read": "viewer",
  "host.write": "admin",
  "check.read": "viewer",
  "check.write": "admin",
  "check.run": "operator",
  "result.read": "viewer",
  "user.read": "admin",
  "user.write": "admin",
  "key.read": "admin",
  "key.write": "admin",
  "tenant.read": "viewer",
  "tenant.manage": "owner",
  "platform.manage": null,
  "audit.read": "admin",
  "queue.read": "admin",
} as const satisfies Record<string, Role | null>;

export type PermissionName = keyof typeof PERMISSIONS;

export function mayByRole(role: Role, permission: PermissionName): boolean {
  const least = PERMISSIONS[permission];
  return least !== null && ROLES.indexOf(role) >= ROLES.indexOf(least);
}
