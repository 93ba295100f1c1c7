import { useQueryClient } from "@tanstack/react-query";
import { t } from "../i18n";
import { clock } from "../i18n/intl";
import { Icon } from "../ui/icons";
import { Notice } from "../ui/states";
import { duration, useNow } from "../ui/time";
import ui from "../ui/ui.module.css";
import { useFreshness } from "./freshness";
import { useShortcut } from "./keys";
import { togglePause } from "./pause";
import css from "./shell.module.css";

/** How fresh the page is, in the bar above every page; pressing it holds the page still. */
export function LiveMark() {
  const now = useNow();
  const { state, at } = useFreshness();
  useShortcut("live", togglePause);
  const paused = state === "paused";
  const word = t(`live.${state}`);
  const age = at > 0 ? t("state.updated", { duration: duration((now - at) / 1000) }) : "";
  const act = paused ? t("live.resume") : t("live.pause");
  return (
    <button
      type="button"
      className={css.live}
      data-state={state}
      onClick={togglePause}
      aria-pressed={paused}
      title={[word, age, act].filter(Boolean).join(" · ")}
    >
      <Icon name={paused ? "play" : "pause"} size={14} />
      <span className="visually-hidden">{act}. </span>
      <strong>{word}</strong>
      <span className={css.age}>{age}</span>
    </button>
  );
}

/** Old data is never shown as if it were new. */
export function StaleNotice() {
  const { state, at } = useFreshness();
  const queries = useQueryClient();
  if (state !== "stale" && state !== "paused") return null;
  const stale = state === "stale";
  return (
    <div className={css.banner}>
      <Notice tone={stale ? "warn" : "info"}>
        <span>{t(stale ? "live.staleSince" : "live.pausedSince", { time: clock(at, true) })}</span>
        <button
          type="button"
          className={ui.plainButton}
          onClick={() => (stale ? void queries.refetchQueries({ type: "active" }) : togglePause())}
        >
          {stale ? t("common.retry") : t("live.resume")}
        </button>
      </Notice>
    </div>
  );
}
