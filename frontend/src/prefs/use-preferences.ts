import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { patch } from "../api/client";
import { me } from "../api/queries";
import { toastProblem } from "../ui/toast";
import {
  adopt,
  onPreferences,
  type Preferences,
  prefer,
  preferences,
  readPreferences,
  takeWishes,
} from "./prefs";

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}

/** Takes over what the account says, each time it is read anew. */
export function useAccountPreferences(): void {
  const { data } = useQuery(me());
  const found = data?.preferences;
  const save = useSavePreferences();
  useEffect(() => {
    if (!found) return;
    const wishes = takeWishes(readPreferences(found));
    if (wishes) void save(wishes);
    else adopt(found);
  }, [found, save]);
}

/** What the server has to be told: it merges maps member by member, and null takes one out. */
function difference(before: Preferences, changes: Partial<Preferences>): Record<string, unknown> {
  const told: Record<string, unknown> = { ...changes };
  for (const name of ["keys", "default_views", "columns"] as const) {
    const next = changes[name];
    if (!next) continue;
    const gone = Object.keys(before[name]).filter((each) => !Object.hasOwn(next, each));
    told[name] = { ...next, ...Object.fromEntries(gone.map((each) => [each, null])) };
  }
  return told;
}

/** Changes some, here at once and in the account as soon as the server has it. */
export function useSavePreferences(): (changes: Partial<Preferences>) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (changes) => {
      const before = preferences();
      prefer(changes);
      try {
        await patch("/auth/me", { preferences: difference(before, changes) });
        await queries.invalidateQueries({ queryKey: me().queryKey });
      } catch (error) {
        prefer(
          Object.fromEntries(Object.keys(changes).map((name) => [name, before[name as keyof Preferences]])),
        );
        toastProblem(error);
      }
    },
    [queries],
  );
}
