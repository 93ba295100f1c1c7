import type { MessageKey } from "../i18n";
import { places } from "./nav";

/**
 * What keys do. A binding is one key ("j", "?", "X" for Shift+x, "mod+k" for Ctrl or Cmd) or two in a row
 * ("g t"). People may choose others; only those differ from the usual ones that stand in the preferences.
 */
export interface Shortcut {
  action: string;
  usual: string;
  label: MessageKey;
  /** Filled into the label. */
  place?: MessageKey;
}

export const shortcuts: Shortcut[] = [
  { action: "palette", usual: "mod+k", label: "keys.palette" },
  { action: "search", usual: "/", label: "keys.search" },
  { action: "sheet", usual: "?", label: "keys.sheet" },
  { action: "next", usual: "j", label: "keys.next" },
  { action: "previous", usual: "k", label: "keys.previous" },
  { action: "select", usual: "x", label: "keys.select" },
  { action: "range", usual: "X", label: "keys.range" },
  { action: "actions", usual: ".", label: "keys.actions" },
  { action: "before", usual: "[", label: "keys.before" },
  { action: "after", usual: "]", label: "keys.after" },
  { action: "undo", usual: "u", label: "keys.undo" },
  { action: "live", usual: "l", label: "keys.live" },
  ...places.map(({ name, key, label }) => ({
    action: `go_${name}`,
    usual: `g ${key}`,
    label: "keys.goTo" as const,
    place: label,
  })),
];

type Own = Record<string, string>;

export function keyOf(action: string, own: Own): string {
  return own[action] ?? shortcuts.find((each) => each.action === action)?.usual ?? "";
}

/** The action of what was pressed, or "prefix" where a second key has to follow. */
export function actionOf(pressed: string, own: Own): string | "prefix" | null {
  let prefix = false;
  for (const { action } of shortcuts) {
    const key = keyOf(action, own);
    if (key === pressed) return action;
    if (key.startsWith(`${pressed} `)) prefix = true;
  }
  return prefix ? "prefix" : null;
}

/** Actions that could not be told from `action` if it had `key`. */
export function conflicts(action: string, key: string, own: Own): Shortcut[] {
  return shortcuts.filter((each) => {
    const other = keyOf(each.action, own);
    return (
      each.action !== action && (other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `))
    );
  });
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"]);

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** A key press as bindings write it; null for what none can be made of. */
export function nameOf(event: Pressed): string | null {
  if (MODIFIERS.has(event.key) || event.altKey || event.key === " ") return null;
  const mod = event.ctrlKey || event.metaKey;
  return mod ? `mod+${event.key.toLowerCase()}` : event.key;
}

/** A binding as caps: ["Ctrl", "K"], ["g", "t"]. */
export function capsOf(key: string): string[] {
  return key
    .split(" ")
    .flatMap((part) => (part.startsWith("mod+") ? ["Ctrl", part.slice(4).toUpperCase()] : [part]));
}
