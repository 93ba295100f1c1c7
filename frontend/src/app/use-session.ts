import { useSyncExternalStore } from "react";
import { onSession, type Session, session } from "../api/session";

export function useSession(): Session | null {
  return useSyncExternalStore(onSession, session);
}
