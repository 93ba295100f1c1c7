import { Modal } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { useTyped } from "../ui/use-typed";
import css from "./palette.module.css";
import { type Target, useTargets } from "./palette-targets";

/** Screens, actions and hosts by name. The server searches the hosts. */
export default function Palette({ asked }: { asked: number }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(asked > 0), [asked]);
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      withCloseButton={false}
      padding={0}
      size={580}
      yOffset="11vh"
      transitionProps={{ duration: 80 }}
      attributes={{ content: { "aria-label": t("palette.open") } }}
    >
      <Search onClose={() => setOpened(false)} />
    </Modal>
  );
}

function Search({ onClose }: { onClose(): void }) {
  const id = useId();
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [typed, type] = useTyped("", setQuery);
  const found = useTargets(query);
  const { targets } = found;
  const settled = found.settled && query === typed;
  const [place, setPlace] = useState(0);
  // Enter pressed before the answer to what was typed; null when not.
  const [waiting, setWaiting] = useState<{ newTab: boolean } | null>(null);
  const here = Math.min(place, Math.max(0, targets.length - 1));

  const open = (target: Target | undefined, newTab: boolean) => {
    if (!target) return;
    onClose();
    if (!target.href) target.act?.();
    else if (newTab) window.open(target.href, "_blank", "noopener");
    else router.history.push(target.href);
  };
  const listen = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && targets.length > 0) {
      event.preventDefault();
      const next = (here + step + targets.length) % targets.length;
      setPlace(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      setWaiting({ newTab: event.ctrlKey || event.metaKey });
    }
  };
  useEffect(() => {
    if (!waiting || !settled) return;
    setWaiting(null);
    open(targets[here], waiting.newTab);
  });
  return (
    <>
      <div className={css.input}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={targets.length > 0 ? `${id}-${here}` : undefined}
          aria-label={t("palette.placeholder")}
          placeholder={t("palette.placeholder")}
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => {
            type(event.target.value);
            setPlace(0);
          }}
          onKeyDown={listen}
        />
      </div>
      <Options id={id} targets={targets} here={here} onPlace={setPlace} onOpen={open} />
      {targets.length === 0 && settled ? <div className={css.empty}>{t("palette.nothing")}</div> : null}
      <div className={css.foot}>{t("palette.newTab")}</div>
    </>
  );
}

interface OptionsProps {
  id: string;
  targets: Target[];
  here: number;
  onPlace(place: number): void;
  onOpen(target: Target, newTab: boolean): void;
}

function Options({ id, targets, here, onPlace, onOpen }: OptionsProps) {
  return (
    <div
      id={`${id}-list`}
      className={css.list}
      role="listbox"
      aria-label={t("palette.results")}
      hidden={targets.length === 0}
    >
      {targets.map((target, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input
        <div
          key={target.id}
          id={`${id}-${index}`}
          className={css.option}
          role="option"
          tabIndex={-1}
          aria-selected={index === here}
          onMouseMove={() => onPlace(index)}
          onClick={(event) => onOpen(target, event.ctrlKey || event.metaKey)}
        >
          {target.icon}
          <span className={css.label}>{target.label}</span>
          <span className={css.hint}>{target.hint}</span>
        </div>
      ))}
    </div>
  );
}
