import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../i18n";
import { Card } from "../ui/page";
import { ErrorState, Skeleton } from "../ui/states";
import { type Column, VTable } from "../vtable/vtable";
import css from "./lists.module.css";
import type { Selection } from "./selection";
import type { ListState } from "./use-list";

interface Props<Row> {
  label: string;
  state: ListState<Row>;
  columns: Column<Row>[];
  rowKey(row: Row): number | string;
  rowName?(row: Row): string;
  sort?: string | undefined;
  onSort?(sort: string): void;
  /** "3 hosts", of all that match. */
  counted(count: number): string;
  /** In place of the table when there is no row. */
  empty: ReactNode;
  selection?: Selection | undefined;
  bare?: boolean;
}

/** The body of a page that lists something: every state of its data, rows that load as they come into sight. */
export function List<Row>(props: Props<Row>) {
  const { state, counted, empty, selection, rowKey } = props;
  const place = useRef<HTMLDivElement>(null);
  useQuietReload(state, place, (selection?.ids.size ?? 0) > 0 || selection?.all === true);
  const { rows } = state;
  if (!state.loaded)
    return (
      <Card flush>
        {state.error ? (
          <ErrorState error={state.error} onRetry={() => void state.reload()} />
        ) : (
          <Skeleton rows={props.bare ? 3 : 12} />
        )}
      </Card>
    );
  const chosen = selection ? rows.filter((row) => selection.has(rowKey(row))).length : 0;
  return (
    <div ref={place} className={state.old ? css.old : undefined} aria-busy={state.old}>
      {props.bare || rows.length === 0 ? null : (
        <div className={css.above}>
          <span role="status">
            {state.total === null ? t("table.loaded", { count: rows.length }) : counted(state.total)}
          </span>
        </div>
      )}
      <Pending state={state} />
      {rows.length === 0 ? (
        <Card>{empty}</Card>
      ) : (
        <VTable
          label={props.label}
          columns={props.columns}
          rows={rows}
          rowKey={rowKey}
          {...(props.rowName ? { rowName: props.rowName } : {})}
          total={state.total}
          sort={props.sort}
          onSort={props.onSort}
          onEnd={state.hasMore && !state.halted ? state.more : undefined}
          onSeen={state.onSeen}
          isGone={state.isGone}
          bare={props.bare ?? false}
          picking={
            selection && {
              has: selection.has,
              toggle: selection.toggle,
              all: chosen === 0 ? false : chosen === rows.length ? true : null,
              onAll: () =>
                chosen === rows.length ? selection.clear() : selection.add(rows.map(rowKey).map(Number)),
            }
          }
          foot={state.hasMore ? <Foot state={state} /> : null}
        />
      )}
    </div>
  );
}

function Foot<Row>({ state }: { state: ListState<Row> }) {
  if (state.halted)
    return (
      <span className={css.above}>
        {t("list.halted")}
        <Button variant="default" size="xs" onClick={state.more}>
          {t("common.retry")}
        </Button>
      </span>
    );
  return t("table.shownMore", { count: state.rows.length });
}

function Pending<Row>({ state }: { state: ListState<Row> }) {
  const { fresh, moved } = state.pending;
  if (fresh + moved === 0) return null;
  const show = async () => {
    await state.reload();
    window.scrollTo({ top: 0 });
  };
  const words = [
    fresh > 0 ? t("list.fresh", { count: fresh }) : "",
    moved > 0 ? t("list.moved", { count: moved }) : "",
  ];
  return (
    <div className={css.pending} role="status">
      <Button size="compact-sm" radius="xl" onClick={() => void show()}>
        {words.filter(Boolean).join(", ")}
      </Button>
    </div>
  );
}

const QUIET_MS = 3_000;

/** Where nobody points at the list, reads further down in it or has chosen rows, it orders itself anew. */
function useQuietReload<Row>(
  state: ListState<Row>,
  place: { current: HTMLElement | null },
  chosen: boolean,
): void {
  const { pending, reload } = state;
  const waiting = pending.fresh + pending.moved > 0 && !chosen;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      const node = place.current;
      const busy = !node || node.matches(":hover") || node.contains(document.activeElement);
      if (!busy && window.scrollY < 80) void reload();
    }, QUIET_MS);
    return () => clearInterval(timer);
  }, [waiting, reload, place]);
}
