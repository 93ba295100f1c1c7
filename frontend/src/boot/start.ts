import { asProblem, type Problem } from "../api/problem";
import { renew, signedIn } from "../api/session";
import type { SignedIn } from "../api/types";
import { speak, t } from "../i18n";
import { h } from "../light/dom";
import { languageOf } from "../prefs/apply";
import { onPreferences, preferences } from "../prefs/prefs";
import { safeNext } from "./next";

/**
 * Decides what loads: one of the small pages for people who are not signed in, or the application.
 * Those pages never fetch the application; any other address does at once, while the session is renewed.
 */
type Light = (onDone: (answer: SignedIn) => void) => HTMLElement;

const lightPages: Record<string, { load(): Promise<Light>; next(): string }> = {
  "/login": {
    load: async () => (await import("../light/login-page")).loginPage,
    next: () => safeNext(new URLSearchParams(location.search).get("next")),
  },
  "/setup": {
    load: async () => (await import("../light/setup-page")).setupPage,
    next: () => "/enroll?first=1",
  },
  "/invite": {
    load: async () => (await import("../light/invite-page")).invitePage,
    next: () => "/enroll?first=1",
  },
};

const RETRY_MS = 5000;
const PATIENCE_MS = 1000;

export async function start(place: HTMLElement): Promise<void> {
  await speakChosen();
  const page = lightPages[location.pathname];
  if (page) return showLight(place, page);
  const slow = setTimeout(() => showWaiting(place), PATIENCE_MS);
  const application = fetchApp();
  application.catch(() => {}); // Whether it came is asked below, where there is something to say.
  try {
    if (await renew(null)) return await showApp(place, application);
  } catch (error) {
    return showUnreachable(place, asProblem(error));
  } finally {
    clearTimeout(slow);
  }
  const next = safeNext(location.pathname + location.search);
  history.replaceState(null, "", next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`);
  return start(place);
}

/** Words that cannot be fetched must not keep anybody out: English is always here. */
async function speakChosen(): Promise<void> {
  const language = languageOf(preferences());
  await speak(language, "light").catch(() => speak("en", "light"));
  document.documentElement.lang = language;
}

async function showLight(
  place: HTMLElement,
  page: { load(): Promise<Light>; next(): string },
): Promise<void> {
  const build = await page.load();
  const enter = (answer: SignedIn) => {
    stop();
    signedIn(answer);
    history.replaceState(null, "", page.next());
    void showApp(place);
  };
  const show = () => {
    place.replaceChildren(build(enter));
    place.querySelector<HTMLInputElement>("input:not([readonly])")?.focus();
  };
  const stop = onPreferences(() => void speakChosen().then(show));
  show();
}

const fetchApp = () => import("../app/main");

async function showApp(place: HTMLElement, application = fetchApp()): Promise<void> {
  const { mount } = await application;
  const fresh = h("div", { id: "root" });
  place.replaceWith(fresh);
  await mount(fresh);
}

/** An empty page would look broken while the server takes its time. */
function showWaiting(place: HTMLElement): void {
  place.replaceChildren(h("main", { class: "unreachable" }, h("p", { role: "status" }, t("boot.waiting"))));
}

function showUnreachable(place: HTMLElement, problem: Problem): void {
  const again = () => {
    clearTimeout(timer);
    void start(place);
  };
  const timer = setTimeout(again, RETRY_MS);
  place.replaceChildren(
    h(
      "main",
      { class: "unreachable" },
      h("h1", {}, problem.message),
      h("p", {}, problem.detail ?? ""),
      h("button", { type: "button", onclick: again }, t("common.retry")),
    ),
  );
}
