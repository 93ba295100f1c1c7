import "../styles/mantine";
import "./app.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { asProblem } from "../api/problem";
import { styleNonce } from "../boot/nonce";
import { addMessages } from "../i18n";
import { app } from "../i18n/en/app";
import { fields } from "../i18n/en/fields";
import { pages } from "../i18n/en/pages";
import { GateDialogs } from "./gates";
import { createAppRouter } from "./router";
import { resolver, theme } from "./theme";

addMessages(app);
addMessages(pages);
addMessages(fields);
setNonce(styleNonce());

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
const schemes = localStorageColorSchemeManager({ key: "tocsin-theme" });

function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
        <GateDialogs
          onEnrol={() => router.navigate({ to: "/enroll", search: { next: location.pathname } })}
        />
      </QueryClientProvider>
    </MantineProvider>
  );
}

export function mount(place: HTMLElement): void {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
