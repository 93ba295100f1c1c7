import "../i18n/parts/profile";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { get } from "../api/client";
import { me } from "../api/queries";
import type { Host, Page } from "../api/types";
import { t } from "../i18n";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Icon } from "../ui/icons";
import { StatusGlyph } from "../ui/status";
import { signOut } from "./menus";
import { allowed, places } from "./nav";
import { togglePause } from "./pause";
import { recent } from "./recent";
import { capsOf, keyOf } from "./shortcuts";

/** What the palette offers: a place to go to, or something to do. */
export interface Target {
  id: string;
  label: string;
  hint: string;
  icon: ReactNode;
  href?: string;
  act?(): void;
}

const MAX_HOSTS = 8;

/** ">" narrows to actions, "@" to hosts. */
export function partsOf(typed: string): { kind: "all" | "actions" | "hosts"; words: string } {
  const words = typed.trim();
  if (words.startsWith(">")) return { kind: "actions", words: words.slice(1).trim() };
  if (words.startsWith("@")) return { kind: "hosts", words: words.slice(1).trim() };
  return { kind: "all", words };
}

function useHosts(words: string, enabled: boolean): { hosts: Target[]; settled: boolean } {
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["/hosts", "palette", words],
    queryFn: ({ signal }) => get<Page<Host>>("/hosts", { q: words, limit: MAX_HOSTS }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  if (!enabled) return { hosts: [], settled: true };
  const rows = isPlaceholderData ? [] : (data?.items ?? []);
  return {
    hosts: rows.map((host) => ({
      id: `/hosts/${host.id}`,
      href: `/hosts/${host.id}`,
      label: host.name,
      hint: host.address,
      icon: <StatusGlyph status={host.status} />,
    })),
    settled: !isPlaceholderData,
  };
}

function useScreens(): Target[] {
  const { data: person } = useQuery(me());
  const { keys } = usePreferences();
  return places
    .filter((place) => allowed(place, person))
    .map((place) => ({
      id: place.to,
      href: place.to,
      label: t(place.label),
      hint: capsOf(keyOf(`go_${place.name}`, keys)).join(" "),
      icon: <Icon name={place.icon} />,
    }));
}

function useActions(): Target[] {
  const { data: person } = useQuery(me());
  const save = useSavePreferences();
  const navigate = useNavigate();
  const { density } = usePreferences();
  const theme = (
    name: "auto" | "light" | "dark" | "contrast",
    icon: "auto" | "sun" | "moon" | "contrast",
  ) => ({
    id: `theme-${name}`,
    label: `${t("theme.choose")}: ${t(`theme.${name}`)}`,
    icon: <Icon name={icon} />,
    act: () => void save({ theme: name }),
  });
  const compact = density === "compact" ? "comfortable" : "compact";
  const actions: Omit<Target, "hint">[] = [
    theme("light", "sun"),
    theme("dark", "moon"),
    theme("contrast", "contrast"),
    theme("auto", "auto"),
    {
      id: "density",
      label: `${t("profile.density")}: ${t(`profile.density.${compact}`)}`,
      icon: <Icon name="hosts" />,
      act: () => void save({ density: compact }),
    },
    { id: "pause", label: t("keys.live"), icon: <Icon name="pause" />, act: togglePause },
    { id: "out", label: t("account.signOut"), icon: <Icon name="logout" />, act: () => void signOut() },
  ];
  if (person?.permissions.includes("host.write"))
    actions.unshift({
      id: "/hosts/new",
      label: t("hosts.add"),
      icon: <Icon name="plus" />,
      act: () => void navigate({ to: "/hosts/new" }),
    });
  return actions.map((each) => ({ ...each, hint: t("palette.action") }));
}

function recentTargets(): Target[] {
  return recent().map(({ href, title }) => ({
    id: `recent ${href}`,
    href,
    label: title,
    hint: t("palette.recent"),
    icon: <Icon name="run" />,
  }));
}

/** The server searches the hosts; the rest is here. */
export function useTargets(typed: string): { targets: Target[]; settled: boolean } {
  const { kind, words } = partsOf(typed);
  const { hosts, settled } = useHosts(words, kind !== "actions");
  const screens = useScreens();
  const actions = useActions();
  const wanted = words.toLowerCase();
  const named = (each: Target) => each.label.toLowerCase().includes(wanted);
  if (kind === "hosts") return { targets: hosts, settled };
  if (kind === "actions") return { targets: actions.filter(named), settled };
  const found = words
    ? [...screens.filter(named), ...hosts, ...actions.filter(named)]
    : [...recentTargets(), ...screens, ...actions.slice(0, 1), ...hosts];
  return { targets: found, settled };
}
