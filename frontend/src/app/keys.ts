import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { places } from "./nav";

const OFF = "tocsin-keys-off";
const SEQUENCE_MS = 1200;

export function letterKeysOff(): boolean {
  return localStorage.getItem(OFF) === "1";
}

export function setLetterKeysOff(off: boolean): void {
  if (off) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
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

interface Actions {
  palette(): void;
  sheet(): void;
}

/** Ctrl+K always; single letters outside inputs, unless switched off. */
export function useKeys(actions: Actions): void {
  const navigate = useNavigate();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let waitingSince = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return latest.current.palette();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || letterKeysOff()) return;
      const inSequence = event.timeStamp - waitingSince < SEQUENCE_MS;
      waitingSince = event.key === "g" && !inSequence ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (inSequence) {
        const place = places.find((each) => each.key === event.key);
        if (place) void navigate({ to: place.to });
      } else if (event.key === "/") {
        event.preventDefault();
        latest.current.palette();
      } else if (event.key === "?") latest.current.sheet();
      else if (event.key === "j") moveRow(1);
      else if (event.key === "k") moveRow(-1);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [navigate]);
}
