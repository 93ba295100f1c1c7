import { Button, Menu } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { patch, post, remove } from "../api/client";
import { me, views } from "../api/queries";
import type { View } from "../api/types";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { toastProblem, toastWithUndo } from "../ui/toast";
import ui from "../ui/ui.module.css";
import { type Search, viewQuery, viewSearch } from "./view-state";

const SaveView = lazy(() => import("./save-view"));

/** As a view in the address: everything, although another view is what the page begins with. */
const PLAIN = "0";

interface Props {
  page: "hosts" | "checks";
  search: Search;
}

function useDefaultView(page: Props["page"]): number | null | undefined {
  return useQuery(me()).data?.preferences?.default_views?.[page];
}

/** Saved addresses of this page: own ones, shared ones, and the one it begins with. */
export function Views({ page, search }: Props) {
  const navigate = useNavigate();
  const { data } = useQuery(views(page));
  const [saving, setSaving] = useState(false);
  const items = data?.items ?? [];
  const chosen = items.find((view) => String(view.id) === search.view);
  const changed = chosen !== undefined && viewQuery(search) !== chosen.query;
  const begins = useDefaultView(page);
  const open = (next: Search) => void navigate({ to: ".", search: next as never });
  useBeginning(page, search, items, begins);
  const entry = (view: View) => (
    <Menu.Item
      key={view.id}
      onClick={() => open({ ...viewSearch(view.query), view: String(view.id) })}
      {...(view.id === begins
        ? { rightSection: <span className={ui.small}>{t("views.default")}</span> }
        : {})}
    >
      {view.name}
    </Menu.Item>
  );
  const mine = items.filter((view) => view.mine);
  const shared = items.filter((view) => !view.mine);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="more" size={14} />}>
            {chosen ? (changed ? t("views.changed", { name: chosen.name }) : chosen.name) : t("views.title")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => open({ view: PLAIN })}>{t("views.plain")}</Menu.Item>
          {mine.length > 0 ? <Menu.Label>{t("views.mine")}</Menu.Label> : null}
          {mine.map(entry)}
          {shared.length > 0 ? <Menu.Label>{t("views.shared")}</Menu.Label> : null}
          {shared.map(entry)}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={() => setSaving(true)}>
            {t("views.save")}
          </Menu.Item>
          {chosen ? <ViewActions view={chosen} search={search} begins={begins === chosen.id} /> : null}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {saving ? (
          <SaveView
            page={page}
            query={viewQuery(search)}
            onClose={() => setSaving(false)}
            onDone={(view) => {
              setSaving(false);
              open({ ...viewSearch(view.query), view: String(view.id) });
            }}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** A page called without anything in its address begins with the view that was chosen for that. */
function useBeginning(
  page: Props["page"],
  search: Search,
  items: View[],
  begins: number | null | undefined,
): void {
  const navigate = useNavigate();
  const bare = Object.values(search).every((value) => value === undefined);
  const view = bare ? items.find((each) => each.id === begins) : undefined;
  useEffect(() => {
    if (view)
      void navigate({
        to: `/${page}`,
        search: { ...viewSearch(view.query), view: String(view.id) } as never,
        replace: true,
      });
  }, [view, page, navigate]);
}

function ViewActions({ view, search, begins }: { view: View; search: Search; begins: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => queries.invalidateQueries({ queryKey: ["/views"] });
  const attempt = (work: () => Promise<unknown>) => () => void work().catch(toastProblem);
  const begin = attempt(async () => {
    const old = queries.getQueryData(me().queryKey)?.preferences?.default_views ?? {};
    const default_views = { ...old, [view.page]: begins ? null : view.id };
    await patch("/auth/me", { preferences: { default_views } });
    await queries.invalidateQueries({ queryKey: me().queryKey });
  });
  const save = attempt(async () => {
    await patch(`/views/${view.id}`, { query: viewQuery(search) });
    await refresh();
  });
  const share = attempt(async () => {
    await patch(`/views/${view.id}`, { shared: !view.shared });
    await refresh();
  });
  const drop = attempt(async () => {
    await remove(`/views/${view.id}`);
    await refresh();
    void navigate({ to: ".", search: ((old: object) => ({ ...old, view: PLAIN })) as never, replace: true });
    const { page, name, query, shared } = view;
    toastWithUndo(t("views.deleted", { name }), async () => {
      await post("/views", { page, name, query, shared });
      await refresh();
    });
  });
  return (
    <>
      <Menu.Label>{view.name}</Menu.Label>
      {view.mine ? (
        <>
          <Menu.Item disabled={viewQuery(search) === view.query} onClick={save}>
            {t("views.update")}
          </Menu.Item>
          <Menu.Item onClick={share}>{view.shared ? t("views.unshare") : t("views.share")}</Menu.Item>
        </>
      ) : null}
      <Menu.Item onClick={begin}>{begins ? t("views.noDefault") : t("views.makeDefault")}</Menu.Item>
      {view.mine ? <Menu.Item onClick={drop}>{t("views.delete")}</Menu.Item> : null}
    </>
  );
}
