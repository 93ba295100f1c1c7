import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { type Query, queryString } from "../api/client";
import { list } from "../api/queries";
import { t } from "../i18n";
import { PageHeader } from "../ui/page";
import { ErrorState, Skeleton } from "../ui/states";
import { Shell } from "./shell";

/** The places of the application. What can be shared or reloaded stands in the address. */

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Shell,
  notFoundComponent: () => <PageHeader title={t("error.404title")} sub={t("error.noPage")} />,
});

type Raw = Record<string, unknown>;
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
const pick =
  <K extends string>(...names: K[]) =>
  (raw: Raw): Partial<Record<K, string>> => {
    const found: Partial<Record<K, string>> = {};
    for (const name of names) {
      const value = text(raw[name]);
      if (value !== undefined) found[name] = value;
    }
    return found;
  };
const id = (name: string) => (params: Record<string, string>) => {
  const value = Number(params[name]);
  if (!Number.isSafeInteger(value) || value < 1) throw redirect({ to: "/" });
  return value;
};

/** The first rows are asked for while the page's own code is still on its way. */
function ahead(queries: QueryClient, path: string, filter: Query, search: object): void {
  if (!("by" in search)) void queries.prefetchInfiniteQuery(list(path, filter, true));
}

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../pages/triage"), "Triage"),
});
const hosts = createRoute({
  getParentRoute: () => root,
  path: "/hosts",
  validateSearch: pick("q", "status", "group", "label", "sort", "cols", "by", "open", "sel", "view"),
  loaderDeps: ({ search }) => pick("q", "status", "group", "label", "sort")(search),
  loader: ({ context, deps, location }) => ahead(context.queries, "/hosts", deps, location.search),
  component: lazyRouteComponent(() => import("../pages/hosts"), "Hosts"),
});
const hostNew = createRoute({
  getParentRoute: () => root,
  path: "/hosts/new",
  validateSearch: pick("tab"),
  component: lazyRouteComponent(() => import("../pages/host-form"), "HostNew"),
});
const host = createRoute({
  getParentRoute: () => root,
  path: "/hosts/$hostId",
  params: {
    parse: (raw) => ({ hostId: id("hostId")(raw) }),
    stringify: ({ hostId }) => ({ hostId: String(hostId) }),
  },
  validateSearch: pick("tab", "range", "zoom"),
  component: lazyRouteComponent(() => import("../pages/host"), "HostPage"),
});
const hostEdit = createRoute({
  getParentRoute: () => root,
  path: "/hosts/$hostId/edit",
  params: {
    parse: (raw) => ({ hostId: id("hostId")(raw) }),
    stringify: ({ hostId }) => ({ hostId: String(hostId) }),
  },
  component: lazyRouteComponent(() => import("../pages/host-form"), "HostEdit"),
});
const checkNew = createRoute({
  getParentRoute: () => root,
  path: "/hosts/$hostId/checks/new",
  params: {
    parse: (raw) => ({ hostId: id("hostId")(raw) }),
    stringify: ({ hostId }) => ({ hostId: String(hostId) }),
  },
  validateSearch: pick("type"),
  component: lazyRouteComponent(() => import("../pages/check-form"), "CheckNew"),
});
const checks = createRoute({
  getParentRoute: () => root,
  path: "/checks",
  validateSearch: pick("q", "status", "type", "sort", "cols", "sel", "view"),
  loaderDeps: ({ search }) => pick("q", "status", "type", "sort")(search),
  loader: ({ context, deps, location }) => ahead(context.queries, "/checks", deps, location.search),
  component: lazyRouteComponent(() => import("../pages/checks"), "Checks"),
});
const check = createRoute({
  getParentRoute: () => root,
  path: "/checks/$checkId",
  params: {
    parse: (raw) => ({ checkId: id("checkId")(raw) }),
    stringify: ({ checkId }) => ({ checkId: String(checkId) }),
  },
  validateSearch: pick("range", "zoom"),
  component: lazyRouteComponent(() => import("../pages/check"), "CheckPage"),
});
const checkEdit = createRoute({
  getParentRoute: () => root,
  path: "/checks/$checkId/edit",
  params: {
    parse: (raw) => ({ checkId: id("checkId")(raw) }),
    stringify: ({ checkId }) => ({ checkId: String(checkId) }),
  },
  component: lazyRouteComponent(() => import("../pages/check-form"), "CheckEdit"),
});
const users = createRoute({
  getParentRoute: () => root,
  path: "/users",
  component: lazyRouteComponent(() => import("../pages/users"), "Users"),
});
const keys = createRoute({
  getParentRoute: () => root,
  path: "/api-keys",
  component: lazyRouteComponent(() => import("../pages/keys"), "Keys"),
});
const tenants = createRoute({
  getParentRoute: () => root,
  path: "/tenants",
  component: lazyRouteComponent(() => import("../pages/tenants"), "Tenants"),
});
const tenantNew = createRoute({
  getParentRoute: () => root,
  path: "/tenants/new",
  component: lazyRouteComponent(() => import("../pages/tenant-form"), "TenantNew"),
});
const tenant = createRoute({
  getParentRoute: () => root,
  path: "/tenants/$tenantId",
  component: lazyRouteComponent(() => import("../pages/tenant"), "TenantPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: pick("q", "action", "outcome", "from", "to"),
  component: lazyRouteComponent(() => import("../pages/audit"), "Audit"),
});
const system = createRoute({
  getParentRoute: () => root,
  path: "/system",
  component: lazyRouteComponent(() => import("../pages/system"), "System"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../pages/settings"), "Settings"),
});
const enroll = createRoute({
  getParentRoute: () => root,
  path: "/enroll",
  validateSearch: pick("first", "next"),
  component: lazyRouteComponent(() => import("../pages/enroll"), "Enroll"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});

const tree = root.addChildren([
  home,
  hosts,
  hostNew,
  host,
  hostEdit,
  checkNew,
  checks,
  check,
  checkEdit,
  users,
  keys,
  tenants,
  tenantNew,
  tenant,
  audit,
  system,
  settings,
  enroll,
  login,
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    scrollRestoration: true,
    // All that stands in an address is text.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => queryString(search as Query),
    defaultPreload: "intent",
    defaultPendingComponent: () => <Skeleton />,
    defaultErrorComponent: ({ error, reset }) => <ErrorState page error={error} onRetry={reset} />,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
