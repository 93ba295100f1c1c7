import "../styles/mantine";
import "./app.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, StrictMode, Suspense, useEffect, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { asProblem } from "../api/problem";
import { styleNonce } from "../boot/nonce";
import { addMessages, speak } from "../i18n";
import { app } from "../i18n/en/app";
import { fields } from "../i18n/en/fields";
import { pages } from "../i18n/en/pages";
import { languageOf, onScheme, schemeOf } from "../prefs/apply";
import { onPreferences, preferences } from "../prefs/prefs";
import { useAccountPreferences } from "../prefs/use-preferences";
import { useToasted } from "../ui/toast";
import { openGates, useGateAsked } from "./gate";
import { leave } from "./menus";
import { createAppRouter } from "./router";
import { resolver, theme } from "./theme";
import { useSession } from "./use-session";

addMessages(app);
addMessages(pages);
addMessages(fields);
setNonce(styleNonce());
openGates();

/** A refusal will not change by asking again; an absent server may. */
function worthRetrying(failures: number, error: unknown): boolean {
  const { status } = asProblem(error);
  return failures < 2 && (status === 0 || status === 502 || status === 503 || status === 504);
}

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 2000, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});
const router = createAppRouter(queries);

/** Another language or zone draws everything anew, once its words are here. */
let drawn = wordsOf();
let said = 0;
const listeners = new Set<() => void>();

function wordsOf(): string {
  const chosen = preferences();
  return `${languageOf(chosen)} ${chosen.time_zone}`;
}

onPreferences(() => {
  const wanted = wordsOf();
  if (wanted === drawn) return;
  drawn = wanted;
  const next = languageOf(preferences());
  void speak(next, "all").then(() => {
    document.documentElement.lang = next;
    said += 1;
    for (const listener of listeners) listener();
  });
});

function useWords(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
}

const GateDialogs = lazy(() => import("./gates"));
const Toasts = lazy(() => import("../ui/toasts"));

function Pages() {
  useAccountPreferences();
  const refused = useGateAsked();
  const toasted = useToasted();
  const person = useSession();
  useEffect(() => {
    if (!person) leave();
  }, [person]);
  const enrol = () => void router.navigate({ to: "/enroll", search: { next: location.pathname } });
  return (
    <>
      <RouterProvider router={router} />
      <Suspense fallback={null}>{refused ? <GateDialogs onEnrol={enrol} /> : null}</Suspense>
      <Suspense fallback={null}>{toasted ? <Toasts /> : null}</Suspense>
    </>
  );
}

function App() {
  const words = useWords();
  const scheme = useSyncExternalStore(onScheme, () => schemeOf(preferences()));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      forceColorScheme={scheme}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <Pages key={words} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

export async function mount(place: HTMLElement): Promise<void> {
  await speak(languageOf(preferences()), "all");
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
