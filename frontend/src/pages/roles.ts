import type { Role } from "../api/types";
import { lookUp } from "../i18n";

const ROLES: Role[] = ["viewer", "operator", "admin", "owner"];
export const roleChoices = () => ROLES.map((role) => ({ value: role, label: roleWord(role) }));
export const roleWord = (role: Role) => lookUp(`role.${role}`) ?? role;
