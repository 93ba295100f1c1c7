import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useCallback } from "react";
import { rowsOf } from "../api/queries";
import type { Page } from "../api/types";
import { t } from "../i18n";
import { type Column, VTable } from "../vtable/vtable";
import { Card } from "./page";
import { ErrorState, Skeleton, Updated } from "./states";

interface Props<Row> {
  label: string;
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  columns: Column<Row>[];
  rowKey(row: Row): number | string;
  sort?: string | undefined;
  onSort?(sort: string): void;
  /** "3 hosts", once all of them are loaded. */
  counted(count: number): string;
  /** In place of the table when there is no row. */
  empty: ReactNode;
}

/** The body of a page that lists something: every state of its query, rows that load as they come into sight. */
export function List<Row>({ query, counted, empty, ...table }: Props<Row>) {
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!query.data)
    return (
      <Card flush>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Card>
    );
  const rows = rowsOf<Row>(query.data);
  return (
    <>
      {rows.length === 0 ? (
        <Card>{empty}</Card>
      ) : (
        <VTable
          {...table}
          rows={rows}
          onEnd={hasNextPage ? more : undefined}
          foot={
            <span>
              {hasNextPage ? t("table.shownMore", { count: rows.length }) : counted(rows.length)} ·{" "}
              <Updated query={query} />
            </span>
          }
        />
      )}
    </>
  );
}
