import { useEffect } from 'react';
import type { CallFilter } from '../model/callFilter';
import { useCallList } from './useCallList';

/** So many calls before the end of what was read, more of the list is asked for. */
const AHEAD = 2;

/** The calls before and after one in the list that it was opened from. Asks for nothing where there was no list. */
export function useNeighbours(id: string, filter: CallFilter): { previous?: string; next?: string } {
  const { rows, hasMore, isLoadingMore, error, loadMore } = useCallList(filter, { enabled: false });
  const index = rows.findIndex((row) => row.id === id);
  const wantsMore = index >= 0 && index >= rows.length - 1 - AHEAD && hasMore && !isLoadingMore && !error;
  useEffect(() => {
    if (wantsMore) void loadMore();
  }, [wantsMore, loadMore]);
  if (index < 0) return {};
  const previous = rows[index - 1]?.id;
  const next = rows[index + 1]?.id;
  return { ...(previous === undefined ? {} : { previous }), ...(next === undefined ? {} : { next }) };
}
