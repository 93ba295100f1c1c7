import type { Problem } from "../api/problem";
import { t } from "../i18n";
import { CHOICES, preferences, wish } from "../prefs/prefs";
import { h, newId } from "./dom";
import css from "./light.module.css";

export function lightPage(title: string, intro: string | null, ...content: HTMLElement[]): HTMLElement {
  document.title = `${title} · ${t("app.name")}`;
  return h(
    "div",
    { class: css.page },
    h(
      "main",
      { class: css.card },
      h("div", { class: css.brand }, h("img", { src: "/favicon.svg", alt: "" }), t("app.name")),
      h("div", { class: css.head }, h("h1", {}, title), intro ? h("p", {}, intro) : null),
      ...content,
    ),
    h("footer", { class: css.foot }, h("span", {}, t("app.tagline")), languageChoice()),
  );
}

/** Each language under its own name; the page is drawn anew in the chosen one. */
function languageChoice(): HTMLElement {
  const { language } = preferences();
  const shown = CHOICES.language.filter((each) => each !== "en-XA" || language === each);
  const select = h(
    "select",
    { class: css.language, "aria-label": t("language.choose") },
    ...shown.map((each) =>
      h("option", { value: each, selected: each === language, translate: "no" }, t(`language.${each}`)),
    ),
  );
  select.addEventListener("change", () => {
    const chosen = CHOICES.language.find((each) => each === select.value);
    if (chosen) wish({ language: chosen });
  });
  return select;
}

export interface FieldOptions {
  label: string;
  name: string;
  help?: string;
  type?: "text" | "email" | "password";
  autocomplete: string;
  value?: string;
}

export interface Field {
  root: HTMLElement;
  input: HTMLInputElement;
  /** Says what is wrong with the value; null takes it back. */
  fail(message: string | null): void;
}

export function field(options: FieldOptions): Field {
  const id = newId();
  const input = h("input", {
    id,
    name: options.name,
    type: options.type ?? "text",
    class: css.input,
    autocomplete: options.autocomplete,
    value: options.value,
    "aria-describedby": `${id}-below`,
  });
  const below = h("span", { id: `${id}-below`, class: css.help }, options.help ?? "");
  const fail = (message: string | null) => {
    below.textContent = message ?? options.help ?? "";
    below.className = (message ? css.error : css.help) ?? "";
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  const box = h("div", { class: css.box }, input);
  const root = h(
    "div",
    { class: css.field },
    h("label", { class: css.label, for: id }, options.label),
    box,
    below,
  );
  if (options.type === "password") box.append(revealButton(input));
  return { root, input, fail };
}

function revealButton(input: HTMLInputElement): HTMLElement {
  input.classList.add(css.withReveal ?? "");
  const button = h("button", { type: "button", class: css.reveal }, t("password.show"));
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? t("password.show") : t("password.hide");
  });
  return button;
}

/** One box for the six digits: pasting and the phone's own suggestion both work. */
export function codeField(onComplete: (code: string) => void): Field {
  const made = field({
    label: t("mfa.code"),
    name: "code",
    help: t("mfa.codeHelp"),
    autocomplete: "one-time-code",
  });
  made.input.inputMode = "numeric";
  made.input.classList.add(css.code ?? "");
  made.input.addEventListener("input", () => {
    const digits = made.input.value.replace(/\D/g, "").slice(0, 6);
    made.input.value = digits;
    if (digits.length === 6) onComplete(digits);
  });
  return made;
}

export function submitButton(text: string): HTMLButtonElement {
  return h("button", { type: "submit", class: css.submit }, text);
}

export function quietButton(text: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: css.quiet, onclick }, text);
}

export function notice(text: string, bad = false): HTMLElement {
  return h(
    "div",
    { class: bad ? `${css.notice} ${css.problem}` : css.notice, role: bad ? "alert" : "status" },
    text,
  );
}

/** A refused attempt; `text` says it better than the server where that is known. */
export function problemNotice(problem: Problem, text?: string): HTMLElement {
  const made = notice(text ?? problem.detail ?? problem.message, true);
  if (problem.requestId && problem.status >= 500)
    made.append(h("div", { class: css.help }, t("common.requestId", { id: problem.requestId })));
  return made;
}
