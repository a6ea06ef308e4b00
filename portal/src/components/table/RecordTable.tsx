'use client';
import { type ComponentProps, type ReactNode } from 'react';
import { ErrorState } from '@/components/feedback';
import { type useRecordList } from '@/lib/query';
import { DataTable } from './DataTable';

type TableProps<Row extends { id: string }> = Omit<ComponentProps<typeof DataTable<Row>>, 'rows' | 'isLoading' | 'isPrevious' | 'hasMore' | 'loadMore' | 'isLoadingMore'>;

interface Props<Row extends { id: string }> extends TableProps<Row> {
  list: ReturnType<typeof useRecordList<Row>>;
  /** What to say where the list cannot be read. */
  notRead: string;
  /** What to show in the place of a table where there is nothing. */
  empty: ReactNode;
}

/** A list of records: its rows, that there are none, or that it cannot be read. A list that failed is never shown as empty. */
export function RecordTable<Row extends { id: string }>({ list, notRead, empty, ...table }: Props<Row>) {
  return (
    <>
      {list.error && <ErrorState error={list.error} title={notRead} retry={() => void list.retry()} />}
      {list.isEmpty
        ? empty
        : (!list.error || list.isStale) && (
            <DataTable<Row>
              {...table}
              rows={list.rows}
              isLoading={list.isLoading}
              isPrevious={list.isPrevious}
              hasMore={list.hasMore && !list.isStale}
              loadMore={list.loadMore}
              isLoadingMore={list.isLoadingMore}
            />
          )}
    </>
  );
}
