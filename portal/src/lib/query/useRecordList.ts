import { type QueryKey, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { recordStore, useRevision } from '@/lib/records';

export interface Page<Row> {
  items: Row[];
  nextCursor?: string;
}

interface RecordList<Row> {
  key: QueryKey;
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;
  /** Which records made here belong on top until the API's list has them. */
  made?: { kind: string; belongs: (row: Row) => boolean };
  /** `false` shows what was read already, and asks for nothing but what `loadMore` wants. */
  enabled?: boolean;
}

/** Beyond so many pages a list is not read again as a whole only because somebody came back to it. */
const READ_AGAIN_PAGES = 3;

/**
 * A list of records, page by page. A list that failed has `error` and no rows; a list that is empty has `isEmpty`: they
 * are never the same.
 */
export function useRecordList<Row extends { id: string }>({ key, ask, made, enabled = true }: RecordList<Row>) {
  const query = useInfiniteQuery({
    queryKey: key,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const askedAt = Date.now();
      const page = await ask(pageParam, signal);
      recordStore.learn(page);
      return { ...page, askedAt };
    },
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= READ_AGAIN_PAGES,
  });
  const { data, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, isError } = query;
  const revision = useRevision();

  const rows = useMemo(() => {
    if (!data) return [];
    const shown = new Map<string, Row>();
    if (made) {
      const askedAt = data.pages[0]?.askedAt ?? 0;
      const mine = recordStore.madeSince(made.kind, askedAt) as Row[];
      for (const row of mine) if (made.belongs(row)) shown.set(row.id, row);
    }
    for (const page of data.pages) {
      // A record may come twice where the list moved between two pages.
      for (const row of recordStore.project(page.items)) if (!shown.has(row.id)) shown.set(row.id, row);
    }
    return [...shown.values()];
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision stands for what the store holds
  }, [data, made, revision]);

  // A page may be empty and not the last one.
  const goOn = rows.length === 0 && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);

  return {
    rows,
    /** Nothing can be shown yet. */
    isLoading: query.isPending || goOn || (rows.length === 0 && isFetchingNextPage),
    /** The rows of another filter are shown until these are there. */
    isPrevious: query.isPlaceholderData,
    isEmpty: query.isSuccess && !query.isPlaceholderData && rows.length === 0 && !hasNextPage,
    error: query.error,
    /** Rows are there, and more or newer ones could not be read. */
    isStale: query.isError && rows.length > 0,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore: fetchNextPage,
    retry: () => (query.isFetchNextPageError ? fetchNextPage() : query.refetch()),
    updatedAt: query.dataUpdatedAt,
  };
}
