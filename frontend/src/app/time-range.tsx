import { useNavigate, useRouterState } from "@tanstack/react-router";
import { keepRange, RANGES, type Range, rangeOf } from "../charts/ranges";
import { t } from "../i18n";
import css from "./shell.module.css";

const CHARTED = /^\/(hosts|checks)\/\d+$/;

/** The time that the charts of the page show; only where there are some. */
export function TimeRange() {
  const navigate = useNavigate();
  const place = useRouterState({ select: (state) => state.location });
  if (!CHARTED.test(place.pathname)) return null;
  const { range } = place.search as { range?: string };
  const choose = (next: Range) => {
    keepRange(next);
    void navigate({
      to: ".",
      search: ((old: object) => ({ ...old, range: next, zoom: undefined })) as never,
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <select
      className={css.range}
      aria-label={t("chart.range")}
      value={rangeOf(range)}
      onChange={(event) => choose(event.currentTarget.value as Range)}
    >
      {Object.entries(RANGES).map(([name, seconds]) => (
        <option key={name} value={name}>
          {t("time.h", { n: seconds / 3600 })}
        </option>
      ))}
    </select>
  );
}
