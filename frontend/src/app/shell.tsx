import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { me, overview } from "../api/queries";
import { userChanged } from "../api/session";
import { t } from "../i18n";
import { usePreferences } from "../prefs/use-preferences";
import { Bell } from "../ui/bell";
import { Icon } from "../ui/icons";
import { undoLast } from "../ui/toast";
import { JobTray } from "./job-tray";
import { useKeys, useShortcut } from "./keys";
import { LiveMark, StaleNotice } from "./live-mark";
import { AccountMenu, MoreMenu, ThemeMenu } from "./menus";
import { allowed, groups, places } from "./nav";
import css from "./shell.module.css";
import { capsOf, keyOf } from "./shortcuts";
import { TimeRange } from "./time-range";
import { useLive } from "./use-live";

const Palette = lazy(() => import("./palette"));
const KeySheet = lazy(() => import("./key-sheet"));
const SLIM = "tocsin-rail-slim";

export function Shell() {
  const [slim, setSlim] = useState(() => localStorage.getItem(SLIM) === "1");
  const [palette, setPalette] = useState(0);
  const [sheet, setSheet] = useState(0);
  const showSheet = () => setSheet((times) => times + 1);
  const ask = () => setPalette((times) => times + 1);
  useKeys();
  useShortcut("palette", ask);
  useShortcut("search", ask);
  useShortcut("sheet", showSheet);
  useShortcut("undo", undoLast);
  useFocusOnPage();
  useOverviewLive();
  const resize = () => {
    localStorage.setItem(SLIM, slim ? "0" : "1");
    setSlim(!slim);
  };
  return (
    <div className={slim ? `${css.shell} ${css.slim}` : css.shell}>
      <a className={css.skip} href="#main">
        {t("shell.skip")}
      </a>
      <Rail slim={slim} onResize={resize} />
      <TopBar onPalette={ask} onSheet={showSheet} />
      <main id="main" className={css.main} tabIndex={-1}>
        <StaleNotice />
        <Outlet />
      </main>
      <Thumbs />
      <Suspense fallback={null}>{palette > 0 ? <Palette asked={palette} /> : null}</Suspense>
      <Suspense fallback={null}>{sheet > 0 ? <KeySheet asked={sheet} /> : null}</Suspense>
    </div>
  );
}

const CHANGES = ["changes"] as const;

/** The count in the rail follows each change of state. */
function useOverviewLive(): void {
  const queries = useQueryClient();
  useLive(CHANGES, () => void queries.invalidateQueries({ queryKey: ["/overview"] }));
}

/** A change of page puts the focus at its start, for those who do not see the change. */
function useFocusOnPage(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
}

function Rail({ slim, onResize }: { slim: boolean; onResize(): void }) {
  const { data } = useQuery(me());
  const { data: state } = useQuery(overview());
  const trouble = state ? state.hosts.down + state.hosts.degraded : 0;
  return (
    <nav className={css.rail} aria-label={t("shell.nav")}>
      <Link to="/" className={css.brand} aria-label={t("app.name")}>
        <Bell />
        <span className={css.word}>{t("app.name")}</span>
      </Link>
      {groups.map((group) => (
        <div key={group.label}>
          <div className={css.group}>{t(group.label)}</div>
          {group.places
            .filter((place) => allowed(place, data))
            .map((place) => (
              <Link
                key={place.to}
                to={place.to}
                className={css.link}
                activeOptions={{ exact: place.to === "/" }}
                aria-label={slim ? t(place.label) : undefined}
                title={slim ? t(place.label) : undefined}
              >
                <Icon name={place.icon} />
                <span className={css.word}>{t(place.label)}</span>
                {place.to === "/" && trouble > 0 ? (
                  <span className={css.count} title={t("nav.trouble", { count: trouble })}>
                    {trouble}
                  </span>
                ) : null}
              </Link>
            ))}
        </div>
      ))}
      <button
        type="button"
        className={`${css.link} ${css.collapse}`}
        onClick={onResize}
        aria-expanded={!slim}
        aria-label={slim ? t("shell.expand") : t("shell.collapse")}
      >
        <Icon name="chevron" />
        <span className={css.word}>{t("shell.collapse")}</span>
      </button>
    </nav>
  );
}

function TopBar({ onPalette, onSheet }: { onPalette(): void; onSheet(): void }) {
  const { data } = useQuery(me());
  const { keys } = usePreferences();
  useEffect(() => {
    if (data) userChanged(data.user);
  }, [data]);
  return (
    <section className={css.top} aria-label={t("shell.top")}>
      <span className={css.tenant}>{data?.tenant.name}</span>
      <button type="button" className={css.palette} onClick={onPalette}>
        <Icon name="search" />
        <span className={css.word}>{t("palette.open")}</span>
        <kbd>{capsOf(keyOf("palette", keys)).join(" ")}</kbd>
      </button>
      <TimeRange />
      <LiveMark />
      <JobTray />
      <ThemeMenu />
      <AccountMenu onSheet={onSheet} />
    </section>
  );
}

function Thumbs() {
  const { data } = useQuery(me());
  const rest = places.filter((place) => !place.thumb && allowed(place, data));
  return (
    <nav className={css.thumbs} aria-label={t("shell.thumbs")}>
      {places
        .filter((place) => place.thumb)
        .map((place) => (
          <Link
            key={place.to}
            to={place.to}
            className={css.thumb}
            activeOptions={{ exact: place.to === "/" }}
          >
            <Icon name={place.icon} />
            {t(place.label)}
          </Link>
        ))}
      <MoreMenu places={rest} className={css.thumb ?? ""} />
    </nav>
  );
}
