import { useSyncExternalStore } from "react";
import { t } from "../i18n";
import { dateTime } from "../i18n/intl";

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The present, to the second; all who ask share one clock. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** "8 s ago", "in 15 min": one unit, written as durations are. */
export function relative(at: number, reference: number): string {
  const seconds = Math.round((at - reference) / 1000);
  const size = Math.abs(seconds);
  if (size < 2) return t("time.now");
  const text =
    size < 60
      ? t("time.s", { n: size })
      : size < 3_600
        ? t("time.min", { n: Math.floor(size / 60) })
        : size < 86_400
          ? t("time.h", { n: Math.floor(size / 3_600) })
          : t("time.d", { n: Math.floor(size / 86_400) });
  return t(seconds < 0 ? "time.ago" : "time.in", { duration: text });
}

/** "3 h 20 min", at most two units. */
export function duration(seconds: number): string {
  if (seconds < 60) return t("time.s", { n: Math.max(0, Math.round(seconds)) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("time.min", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t("time.hMin", { h: hours, n: minutes % 60 });
  return t("time.dH", { d: Math.floor(hours / 24), h: hours % 24 });
}

export function local(text: string | number): string {
  return dateTime(text);
}

function utc(text: string): string {
  return `${new Date(text).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}

export function Ago({ at }: { at: string | null | undefined }) {
  const reference = useNow();
  if (!at) return <span>{t("time.never")}</span>;
  return (
    <time dateTime={at} title={`${local(at)} · ${utc(at)}`}>
      {relative(Date.parse(at), Math.max(reference, Date.parse(at)))}
    </time>
  );
}

/** For times to come. */
export function Until({ at }: { at: string }) {
  const reference = useNow();
  return (
    <time dateTime={at} title={`${local(at)} · ${utc(at)}`}>
      {relative(Date.parse(at), reference)}
    </time>
  );
}

export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {local(at)}
    </time>
  );
}

export function Since({ at }: { at: string }) {
  const reference = useNow();
  return (
    <time dateTime={at} title={`${local(at)} · ${utc(at)}`}>
      {t("time.for", { duration: duration((reference - Date.parse(at)) / 1000) })}
    </time>
  );
}
