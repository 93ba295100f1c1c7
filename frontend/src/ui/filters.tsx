import { NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { CheckStatus } from "../api/types";
import { t } from "../i18n";
import { Icon } from "./icons";
import { statusWord } from "./status";
import ui from "./ui.module.css";
import { useTyped } from "./use-typed";

/** Filters stand in the address: this changes some of them and leaves the rest. */
export function useFilters<Filter extends object>(): (next: Filter) => void {
  const navigate = useNavigate();
  return useCallback(
    (next: Filter) =>
      void navigate({
        to: ".",
        search: ((old: object) => ({ ...old, ...next })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
}

interface SearchProps {
  label: string;
  q: string | undefined;
  onChange(next: { q: string | undefined }): void;
}

export function SearchBox({ label, q, onChange }: SearchProps) {
  const [typed, setTyped] = useTyped(q ?? "", (text) => onChange({ q: text || undefined }));
  return (
    <TextInput
      className={ui.grow}
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" size={16} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

const wordOf = (status: string) => statusWord(status as CheckStatus);

interface StatusProps {
  among: readonly CheckStatus[];
  status: string | undefined;
  onChange(next: { status: string | undefined }): void;
}

export function StatusChoice({ among, status, onChange }: StatusProps) {
  return (
    <NativeSelect
      aria-label={t("hosts.status")}
      value={status ?? ""}
      onChange={(event) => onChange({ status: event.currentTarget.value || undefined })}
      data={[
        { value: "", label: t("hosts.anyStatus") },
        ...among.map((each) => ({ value: each, label: statusWord(each) })),
        ...(status?.includes(",")
          ? [{ value: status, label: status.split(",").map(wordOf).join(", ") }]
          : []),
      ]}
    />
  );
}
