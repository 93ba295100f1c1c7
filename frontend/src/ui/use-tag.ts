import { useRef, useState } from "react";
import { tagOf } from "../api/client";

/**
 * The version of an object that a form began with. Saving with it is refused once somebody else has saved; then
 * `renew` takes the version that has just been read.
 */
export function useTag(path: string): { now(): string | null; renew(): void } {
  const [first] = useState(() => tagOf(path));
  const tag = useRef(first);
  return {
    now: () => tag.current,
    renew: () => {
      tag.current = tagOf(path);
    },
  };
}
