import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type DeliveryName, type DeliveryRow, type Outcome, outcomeOf } from '../model/delivery';
import { findDelivery, inboxKeys, replayOne } from './inbox';

const SOON_MS = 1_500;
const LATER_MS = 5_000;
/** Most are processed within a second or two; what is not, is looked at less often. */
const SOON_UNTIL_MS = 12_000;
const PATIENCE_MS = 60_000;

interface Queued {
  before: DeliveryRow;
  at: number;
}

/** One delivery, and what becomes of it when it is processed again: `outcome` is null until that was asked for. */
export function useReplayOfOne(name: DeliveryName, known: DeliveryRow | undefined) {
  const client = useQueryClient();
  const [queued, setQueued] = useState<Queued | null>(null);
  const outcomeNow = (row: DeliveryRow | null | undefined, at: number): Outcome | null =>
    queued === null ? null : row === undefined || at < queued.at ? 'waiting' : outcomeOf(queued.before, row, at - queued.at);

  const query = useQuery({
    queryKey: inboxKeys.one(name),
    queryFn: ({ signal }) => findDelivery(name, signal),
    ...(known ? { placeholderData: known } : {}),
    refetchInterval: ({ state }) => {
      if (queued === null || outcomeNow(state.data, state.dataUpdatedAt) !== 'waiting') return false;
      const passed = Date.now() - queued.at;
      return passed > PATIENCE_MS ? false : passed > SOON_UNTIL_MS ? LATER_MS : SOON_MS;
    },
  });
  const outcome = outcomeNow(query.data, query.dataUpdatedAt);
  const isSlow = outcome === 'waiting' && queued !== null && query.dataUpdatedAt - queued.at > PATIENCE_MS - LATER_MS;

  // The list shows it too.
  useEffect(() => {
    if (outcome !== null && outcome !== 'waiting') void client.invalidateQueries({ queryKey: ['inbox', 'list'] });
  }, [client, outcome]);

  const replay = useMutation({
    mutationFn: replayOne,
    onSuccess: async (answer, before) => {
      if (answer.queued === 0) return;
      setQueued({ before, at: Date.now() });
      // What was asked before it was queued says nothing about what comes of it.
      await client.cancelQueries({ queryKey: inboxKeys.one(name) });
      void client.invalidateQueries({ queryKey: inboxKeys.one(name) });
    },
  });

  return {
    query,
    /** Null: it is not there. As it was before, while the list leaves out what changes its state. */
    row: query.data === null && outcome === 'waiting' ? queued?.before : query.data,
    outcome,
    isSlow,
    start: (row: DeliveryRow) => {
      setQueued(null);
      replay.mutate(row);
    },
    isStarting: replay.isPending,
    refusal: replay.error,
    /** The API took the request and queued nothing. */
    isSkipped: replay.data?.queued === 0,
  };
}
