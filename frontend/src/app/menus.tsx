import { ActionIcon, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { cookiePost, forget } from "../api/session";
import { t } from "../i18n";
import type { Preferences } from "../prefs/prefs";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Icon, type IconName } from "../ui/icons";
import type { Place } from "./nav";
import css from "./shell.module.css";
import { useSession } from "./use-session";

const THEMES: { value: Preferences["theme"]; icon: IconName }[] = [
  { value: "auto", icon: "auto" },
  { value: "light", icon: "sun" },
  { value: "dark", icon: "moon" },
  { value: "contrast", icon: "contrast" },
];

/** Kept inside the landmark of its button, without the empty first element that a menu may not have. */
export const MENU = {
  withinPortal: false,
  withInitialFocusPlaceholder: false,
  transitionProps: { duration: 80 },
};

export function ThemeMenu() {
  const chosen = usePreferences().theme;
  const save = useSavePreferences();
  const now = THEMES.find((each) => each.value === chosen) ?? { icon: "auto" as const };
  return (
    <Menu {...MENU} position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          className={css.theme ?? ""}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("theme.choose")}
        >
          <Icon name={now.icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map((each) => (
          <Menu.Item
            key={each.value}
            leftSection={<Icon name={each.icon} size={16} />}
            rightSection={each.value === chosen ? <Icon name="check" size={14} /> : null}
            onClick={() => void save({ theme: each.value })}
          >
            {t(`theme.${each.value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** To the sign-in page, which is loaded afresh so that nothing stays in memory. */
export function leave(): void {
  location.assign("/login");
}

/** Ends the session on the server. */
export async function signOut(): Promise<void> {
  try {
    await cookiePost("/auth/logout");
  } finally {
    forget();
    location.assign("/login?out=1");
  }
}

export function AccountMenu({ onSheet }: { onSheet(): void }) {
  const person = useSession();
  const navigate = useNavigate();
  return (
    <Menu {...MENU} position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("account.menu")}>
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person?.user.email}</Menu.Label>
        <Menu.Item
          leftSection={<Icon name="settings" size={16} />}
          onClick={() => navigate({ to: "/settings" })}
        >
          {t("nav.settings")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" size={16} />} onClick={onSheet}>
          {t("keys.title")}
        </Menu.Item>
        <Menu.Item component="a" href="/api/v1/docs" leftSection={<Icon name="link" size={16} />}>
          {t("account.docs")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="logout" size={16} />} onClick={() => void signOut()}>
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function MoreMenu({ places, className }: { places: Place[]; className: string }) {
  const navigate = useNavigate();
  return (
    <Menu {...MENU} position="top-end" width={200}>
      <Menu.Target>
        <button type="button" className={className}>
          <Icon name="more" />
          {t("nav.more")}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map((place) => (
          <Menu.Item
            key={place.to}
            leftSection={<Icon name={place.icon} size={16} />}
            onClick={() => navigate({ to: place.to })}
          >
            {t(place.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
