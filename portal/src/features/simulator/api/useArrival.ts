import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { latestCalls, simulatorKeys } from './simulator';

const EVERY_MS = 1_500;
const PATIENCE_MS = 60_000;

/** The latest calls, and whether the one that is waited for is among them. */
export function useArrival() {
  const [awaited, setAwaited] = useState<{ conversationId: string; since: number } | null>(null);
  const query = useQuery({
    queryKey: simulatorKeys.latest,
    queryFn: ({ signal }) => latestCalls(signal),
    refetchInterval: ({ state }) => {
      if (awaited === null || state.data?.some(({ conversationId }) => conversationId === awaited.conversationId)) return false;
      return Date.now() - awaited.since > PATIENCE_MS ? false : EVERY_MS;
    },
  });
  const arrived = awaited === null ? undefined : query.data?.find(({ conversationId }) => conversationId === awaited.conversationId);
  return {
    query,
    arrived,
    isAwaited: awaited !== null && arrived === undefined,
    isSlow: awaited !== null && arrived === undefined && query.dataUpdatedAt - awaited.since > PATIENCE_MS - EVERY_MS,
    wait: (conversationId: string) => setAwaited({ conversationId, since: Date.now() }),
  };
}
