import { useQuery } from "@tanstack/react-query";
import { EMPTY } from "../api/client";
import { type HostFilter, type HostGroup, hostGroups } from "../api/queries";
import type { Host, Status } from "../api/types";
import { lookUp, t } from "../i18n";
import { number } from "../i18n/intl";
import { List } from "../lists/list";
import css from "../lists/lists.module.css";
import { useList } from "../lists/use-list";
import { namesOf, namesText } from "../lists/view-state";
import { Icon } from "../ui/icons";
import { Card } from "../ui/page";
import { Empty, ErrorState, Skeleton } from "../ui/states";
import { StatusGlyph } from "../ui/status";
import type { Column } from "../vtable/vtable";
import { hostSource } from "./host-columns";

interface Props {
  by: string;
  filter: HostFilter;
  columns: Column<Host>[];
  open: string | undefined;
  onOpen(open: string | undefined): void;
}

/** One name for the group of those that have none. */
const NONE = "";
const SHOWN: Status[] = ["down", "degraded", "unknown", "up", "paused"];

/** Hosts in groups, worst first: how each group stands, and its hosts when it is opened. */
export default function HostGroups({ by, filter, columns, open, onOpen }: Props) {
  const { q, status, label } = filter;
  const query = useQuery(hostGroups(by, { q, status, label }));
  if (!query.data)
    return (
      <Card flush>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Card>
    );
  const opened = new Set(namesOf(open?.startsWith("*") ? open.slice(1) : open));
  if (open?.startsWith("*")) opened.add(NONE);
  const toggle = (name: string) => {
    const next = new Set(opened);
    if (!next.delete(name)) next.add(name);
    const none = next.delete(NONE) ? "*" : "";
    onOpen(none + (namesText([...next]) ?? "") || undefined);
  };
  if (query.data.items.length === 0)
    return (
      <Card>
        <Empty title={t("hosts.noMatch")} text={t("hosts.noMatchText")} />
      </Card>
    );
  return (
    <div className={css.groups}>
      {query.data.items.map((group) => {
        const name = group.value ?? NONE;
        return (
          <div key={name}>
            <Band
              group={group}
              open={opened.has(name)}
              onToggle={within(by, group.value) && (() => toggle(name))}
            />
            {opened.has(name) ? (
              <Inside by={by} value={group.value} filter={filter} columns={columns} />
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

const wordOf = (value: string | null): string => value ?? t("hosts.groupNone");

interface BandProps {
  group: HostGroup;
  open: boolean;
  /** Null for a group that the server has no filter for. */
  onToggle: (() => void) | null;
}

function Band({ group, open, onToggle }: BandProps) {
  const { hosts } = group;
  return (
    <button
      type="button"
      className={css.band}
      aria-expanded={onToggle ? open : undefined}
      disabled={onToggle === null}
      onClick={() => onToggle?.()}
      data-row
    >
      {onToggle ? <Icon name="chevron" size={16} /> : <span />}
      <strong>{wordOf(group.value)}</strong>
      <span className={css.counts}>
        {SHOWN.filter((status) => hosts[status] > 0).map((status) => (
          <span key={status}>
            <StatusGlyph status={status} /> {number(hosts[status])}{" "}
            {(lookUp(`status.${status}`) ?? status).toLowerCase()}
          </span>
        ))}
        <span>{t("hosts.shown", { count: hosts.total })}</span>
      </span>
    </button>
  );
}

/** The filter that stands for one group, as the server understands it. */
function within(by: string, value: string | null): HostFilter | null {
  if (by === "group") return { group: value ?? EMPTY };
  const name = by.slice("label:".length);
  return value === null ? null : { label: `${name}=${value}` };
}

function Inside({ by, value, filter, columns }: Omit<Props, "open" | "onOpen"> & { value: string | null }) {
  const state = useList<Host>(hostSource({ ...filter, ...within(by, value) }));
  return (
    <div className={css.inside}>
      <List
        label={wordOf(value)}
        bare
        state={state}
        columns={columns}
        rowKey={(host) => host.id}
        counted={(count) => t("hosts.shown", { count })}
        empty={<Empty title={t("hosts.noMatch")} text={t("hosts.noMatchText")} />}
      />
    </div>
  );
}
