import { Button, NativeSelect, Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import css from "./lists.module.css";

interface Choice {
  value: string;
  label: string;
}

interface Props {
  /** Every column there is, and those that are shown, in their order. */
  columns: Choice[];
  shown: readonly string[];
  onColumns(next: string[]): void;
  sorts: Choice[];
  sort: string | undefined;
  onSort(next: string | undefined): void;
  groupings?: Choice[];
  by?: string | undefined;
  onBy?(next: string | undefined): void;
  children?: ReactNode;
}

/** How a list is shown: further filters, order, grouping and columns. */
export function Display(props: Props) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="settings" size={16} />}>
          {t("list.display")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("list.display")}>
        <Panel {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Panel(props: Props) {
  const { columns, shown, onColumns, groupings, onBy } = props;
  return (
    <div className={css.panel}>
      {props.children}
      <NativeSelect
        label={t("list.sort")}
        value={props.sort ?? ""}
        data={[{ value: "", label: t("list.sortWorst") }, ...props.sorts]}
        onChange={(event) => props.onSort(event.currentTarget.value || undefined)}
      />
      {groupings && onBy ? (
        <NativeSelect
          label={t("list.by")}
          value={props.by ?? ""}
          data={[{ value: "", label: t("list.byNothing") }, ...groupings]}
          onChange={(event) => onBy(event.currentTarget.value || undefined)}
        />
      ) : null}
      <fieldset>
        <legend>{t("list.columns")}</legend>
        {columns.map(({ value, label }) => (
          <label key={value} className={css.tick}>
            <input
              type="checkbox"
              checked={shown.includes(value)}
              disabled={shown.length === 1 && shown.includes(value)}
              onChange={(event) =>
                onColumns(
                  event.currentTarget.checked
                    ? columns.map((each) => each.value).filter((key) => key === value || shown.includes(key))
                    : shown.filter((key) => key !== value),
                )
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

/** What narrows the list, each to be taken away with one press. */
export function Chips({ items, onClear }: { items: [string, string][]; onClear(name: string): void }) {
  if (items.length === 0) return null;
  return (
    <div className={css.chips}>
      {items.map(([name, text]) => (
        <button
          key={name}
          type="button"
          className={css.chip}
          onClick={() => onClear(name)}
          aria-label={t("list.without", { what: text })}
        >
          {text}
          <Icon name="close" size={14} />
        </button>
      ))}
    </div>
  );
}
