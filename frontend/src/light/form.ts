import { asProblem, type Problem } from "../api/problem";
import { t } from "../i18n";
import { h } from "./dom";
import css from "./light.module.css";
import { type Field, notice, problemNotice, submitButton } from "./parts";

interface Options {
  fields: Field[];
  submit: string;
  /** Messages by the name of a field; nothing is sent while there is one. */
  validate?(): Map<string, string>;
  send(): Promise<void>;
  /** What to say of a refusal; undefined leaves it to the server's words. */
  explain(problem: Problem): string | undefined;
}

export interface LightForm {
  root: HTMLFormElement;
  submit(): void;
}

/** A form that sends once at a time, shows refusals at their fields, and waits where it is told to. */
export function lightForm(options: Options, ...below: HTMLElement[]): LightForm {
  const said = h("div");
  const button = submitButton(options.submit);
  const root = h(
    "form",
    { class: css.form, novalidate: true },
    said,
    ...options.fields.map((each) => each.root),
    button,
    ...below,
  );
  const show = (errors: Map<string, string>) => {
    for (const each of options.fields) each.fail(errors.get(each.input.name) ?? null);
    options.fields.find((each) => errors.has(each.input.name))?.input.focus();
  };
  const refuse = (problem: Problem) => {
    show(problem.byField());
    if (problem.status === 429) return wait(problem.retryAfter ?? 30, said, button);
    said.replaceChildren(problemNotice(problem, options.explain(problem)));
  };
  const submit = async () => {
    const errors = options.validate?.() ?? new Map<string, string>();
    show(errors);
    if (errors.size > 0 || button.disabled) return;
    said.replaceChildren();
    button.disabled = true;
    try {
      await options.send();
      button.disabled = false;
    } catch (error) {
      button.disabled = false;
      refuse(asProblem(error));
    }
  };
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  return { root, submit: () => void submit() };
}

function wait(seconds: number, said: HTMLElement, button: HTMLButtonElement): void {
  const until = Date.now() + seconds * 1000;
  const place = notice("", true);
  said.replaceChildren(place);
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0 && said.isConnected) {
      place.textContent = t("signIn.wait", { seconds: left });
      return;
    }
    clearInterval(timer);
    said.replaceChildren();
    button.disabled = false;
  };
  const timer = setInterval(tick, 500);
  tick();
}
