import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useId, useMemo } from "react";
import { t } from "../i18n";
import { clock } from "../i18n/intl";
import { CHOICES, type Preferences } from "../prefs/prefs";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Card } from "../ui/page";
import { useNow } from "../ui/time";
import css from "../ui/ui.module.css";
import own from "./profile.module.css";

interface ChoiceProps<Name extends keyof typeof CHOICES> {
  name: Name;
  label: string;
  help?: string;
  word(value: Preferences[Name]): string;
}

/** One of a few, saved as soon as it is chosen. */
function Choice<Name extends keyof typeof CHOICES>({ name, label, help, word }: ChoiceProps<Name>) {
  const id = useId();
  const chosen = usePreferences()[name];
  const save = useSavePreferences();
  const values: readonly Preferences[Name][] = CHOICES[name];
  return (
    <div className={own.choice}>
      <span id={id}>{label}</span>
      <SegmentedControl
        aria-labelledby={id}
        value={chosen}
        onChange={(value) => void save({ [name]: value })}
        data={values.map((value) => ({ value, label: word(value) }))}
      />
      {help ? <small className={css.small}>{help}</small> : null}
    </div>
  );
}

export function Looks() {
  return (
    <Card title={t("profile.looks")}>
      <div className={css.stack}>
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
  const { language, time_zone } = usePreferences();
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
          <NativeSelect
            name="language"
            label={t("language.choose")}
            value={language}
            onChange={(event) => {
              const chosen = CHOICES.language.find((each) => each === event.currentTarget.value);
              if (chosen) void save({ language: chosen });
            }}
            data={CHOICES.language.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
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
