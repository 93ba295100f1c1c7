import "../i18n/parts/profile";
import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { t } from "../i18n";
import { clock } from "../i18n/intl";
import { CHOICES, type Preferences } from "../prefs/prefs";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Card } from "../ui/page";
import { useNow } from "../ui/time";
import css from "../ui/ui.module.css";

interface ChoiceProps<Name extends keyof typeof CHOICES> {
  name: Name;
  label: string;
  help?: string;
  word(value: Preferences[Name]): string;
}

/** One of a few, saved as soon as it is chosen. */
function Choice<Name extends keyof typeof CHOICES>({ name, label, help, word }: ChoiceProps<Name>) {
  const chosen = usePreferences()[name];
  const save = useSavePreferences();
  const values: readonly Preferences[Name][] = CHOICES[name];
  return (
    <NativeSelect
      name={name}
      label={label}
      description={help}
      value={chosen}
      onChange={(event) => {
        const next = values.find((each) => each === event.currentTarget.value);
        if (next) void save({ [name]: next });
      }}
      data={values.map((value) => ({ value, label: word(value) }))}
    />
  );
}

export function Looks() {
  return (
    <Card title={t("profile.looks")}>
      <div className={`${css.form} ${css.pair}`}>
        <Choice name="theme" label={t("theme.choose")} word={(value) => t(`theme.${value}`)} />
        <Choice
          name="palette"
          label={t("profile.palette")}
          help={t("profile.paletteHelp")}
          word={(value) => t(`profile.palette.${value}`)}
        />
        <Choice name="density" label={t("profile.density")} word={(value) => t(`profile.density.${value}`)} />
        <Choice name="motion" label={t("profile.motion")} word={(value) => t(`profile.motion.${value}`)} />
      </div>
    </Card>
  );
}

const systemZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The language is called by its own name, so that one finds the way back. */
export function Region() {
  const { time_zone } = usePreferences();
  const save = useSavePreferences();
  const now = useNow();
  const zones = useMemo(
    () => [
      { value: "", label: t("profile.zoneSystem", { zone: systemZone() }) },
      ...["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ value: zone, label: zone })),
    ],
    [],
  );
  return (
    <Card title={t("profile.region")}>
      <div className={css.form}>
        <div className={css.pair}>
          <Choice name="language" label={t("language.choose")} word={(value) => t(`language.${value}`)} />
          <NativeSelect
            name="time_zone"
            translate="no"
            label={t("profile.zone")}
            description={t("profile.zoneHelp", { time: clock(now) })}
            value={time_zone ?? ""}
            onChange={(event) => void save({ time_zone: event.currentTarget.value || null })}
            data={zones}
          />
        </div>
      </div>
    </Card>
  );
}
