import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { preferences } from "../prefs/prefs";
import { places } from "./nav";
import { actionOf, nameOf } from "./shortcuts";

const SEQUENCE_MS = 1200;

/** What each action does now; the newest page or dialog that names one has it. */
const handlers = new Map<string, (() => void)[]>();

/** Does `act` when the key of `action` is pressed, for as long as this is on the page. */
export function useShortcut(action: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const own = () => latest.current();
    handlers.set(action, [...(handlers.get(action) ?? []), own]);
    return () => {
      handlers.set(action, handlers.get(action)?.filter((each) => each !== own) ?? []);
    };
  }, [action]);
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest("[role=dialog]") !== null)
  );
}

/** Moves among the links that carry data-row, in the order of the page. */
function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const next = here < 0 ? links.at(step > 0 ? 0 : -1) : links[here + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** With Ctrl or Cmd always; single keys outside inputs, unless the person switched them off. */
function listens(event: KeyboardEvent, pressed: string): boolean {
  return pressed.startsWith("mod+") || (!typing(event.target) && preferences().single_keys);
}

/** Hears every key press and does what the action of it is. */
export function useKeys(): void {
  const navigate = useNavigate();
  useShortcut("next", () => moveRow(1));
  useShortcut("previous", () => moveRow(-1));
  useEffect(() => {
    let first = "";
    let since = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      const pressed = nameOf(event);
      if (!pressed || event.defaultPrevented || !listens(event, pressed)) return;
      const begun = event.timeStamp - since < SEQUENCE_MS ? first : "";
      const { keys } = preferences();
      const action = (begun && actionOf(`${begun} ${pressed}`, keys)) || actionOf(pressed, keys);
      first = action === "prefix" ? pressed : "";
      since = event.timeStamp;
      if (!action || action === "prefix") return;
      const place = places.find(({ name }) => action === `go_${name}`);
      const act = place ? () => void navigate({ to: place.to }) : handlers.get(action)?.at(-1);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [navigate]);
}
