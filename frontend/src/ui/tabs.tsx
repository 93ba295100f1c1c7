import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import css from "./tabs.module.css";

export interface Tab {
  name: string;
  label: string;
  count?: number | null | undefined;
}

interface Props {
  label: string;
  tabs: Tab[];
  /** As the address says; the first one where it says nothing. */
  chosen: string | undefined;
  children(name: string): ReactNode;
}

/** Parts of one page. Which of them is seen stands in the address. */
export function Tabs({ label, tabs, chosen, children }: Props) {
  const id = useId();
  const navigate = useNavigate();
  const here = tabs.find((tab) => tab.name === chosen)?.name ?? tabs[0]?.name ?? "";
  const choose = (name: string) =>
    void navigate({
      to: ".",
      search: ((old: object) => ({ ...old, tab: name === tabs[0]?.name ? undefined : name })) as never,
      replace: true,
      resetScroll: false,
    });
  const listen = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(tabs.findIndex((tab) => tab.name === here) + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return (
    <>
      <div className={css.tabs} role="tablist" aria-label={label} onKeyDown={listen}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            id={`${id}-${tab.name}`}
            role="tab"
            className={css.tab}
            aria-selected={tab.name === here}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === here ? 0 : -1}
            onClick={() => choose(tab.name)}
          >
            {tab.label}
            {tab.count === null || tab.count === undefined ? null : (
              <span className={css.count}>{tab.count}</span>
            )}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${here}`}>
        {children(here)}
      </div>
    </>
  );
}
