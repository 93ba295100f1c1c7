import type { Me } from "../api/types";
import type { MessageKey } from "../i18n";
import type { IconName } from "../ui/icons";
import type { Permission } from "./permissions";

export interface Place {
  name: string;
  to: "/" | "/hosts" | "/checks" | "/users" | "/api-keys" | "/tenants" | "/audit" | "/system" | "/settings";
  label: MessageKey;
  icon: IconName;
  /** The letter after g. */
  key: string;
  permission?: Permission;
  /** Kept within reach of the thumb on a narrow screen. */
  thumb?: boolean;
}

export const groups: { label: MessageKey; places: Place[] }[] = [
  {
    label: "nav.operate",
    places: [
      { name: "triage", to: "/", label: "nav.triage", icon: "triage", key: "t", thumb: true },
      { name: "hosts", to: "/hosts", label: "nav.hosts", icon: "hosts", key: "h", thumb: true },
      { name: "checks", to: "/checks", label: "nav.checks", icon: "checks", key: "c", thumb: true },
    ],
  },
  {
    label: "nav.admin",
    places: [
      { name: "users", to: "/users", label: "nav.users", icon: "users", key: "u", permission: "user.read" },
      { name: "keys", to: "/api-keys", label: "nav.keys", icon: "key", key: "k", permission: "key.write" },
      {
        name: "tenants",
        to: "/tenants",
        label: "nav.tenants",
        icon: "tenants",
        key: "n",
        permission: "platform.manage",
      },
      { name: "audit", to: "/audit", label: "nav.audit", icon: "audit", key: "a", permission: "audit.read" },
      {
        name: "system",
        to: "/system",
        label: "nav.system",
        icon: "system",
        key: "y",
        permission: "queue.read",
      },
      { name: "settings", to: "/settings", label: "nav.settings", icon: "settings", key: "s" },
    ],
  },
];

export const places: Place[] = groups.flatMap((group) => group.places);

export function allowed(place: Place, me: Me | undefined): boolean {
  return !place.permission || (me?.permissions.includes(place.permission) ?? false);
}
