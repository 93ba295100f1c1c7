import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

/** What a list shows, as it stands in the address: members of it change together or one by one. */
export type Search = Record<string, string | undefined>;

export function useChange<S extends object>(): (next: Partial<S>) => void {
  const navigate = useNavigate();
  return useCallback(
    (next: Partial<S>) =>
      void navigate({
        to: ".",
        search: ((old: object) => ({ ...old, ...next })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
}

/** Names in one text; what separates them is written in another way within a name. */
export function namesText(names: readonly string[]): string | undefined {
  return names.length > 0 ? names.map((name) => encodeURIComponent(name)).join(",") : undefined;
}

export function namesOf(text: string | undefined): string[] {
  if (!text) return [];
  return text.split(",").flatMap((part) => {
    try {
      return [decodeURIComponent(part)];
    } catch {
      return [];
    }
  });
}

/** The members of a view worth keeping: all but what is chosen or opened just now. */
const PASSING = new Set(["sel", "open", "view"]);

export function viewQuery(search: Search): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== "" && !PASSING.has(name)) params.set(name, value);
  params.sort();
  return params.toString();
}

export function viewSearch(query: string): Search {
  return Object.fromEntries(new URLSearchParams(query));
}
