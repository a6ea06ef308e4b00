import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '@/lib/useSession';
import { showsOneOf } from './areas';
import { askPulse } from './askPulse';
import { type Area, PulseWatch } from './pulseWatch';

/** Lists that were read further than this are not read again as a whole under somebody who scrolls through them. */
const READ_AGAIN_PAGES = 3;

/** Reads again what others have changed, while somebody is signed in and looks at the page. */
export function useLiveRefresh(): void {
  const client = useQueryClient();
  const isSignedIn = useSession().status === 'signedIn';
  useEffect(() => {
    if (!isSignedIn) return undefined;
    const watch = new PulseWatch({
      now: () => performance.now(),
      isWatched: () => document.visibilityState === 'visible' && navigator.onLine,
      onWatched,
      ask: askPulse,
      changed: (areas) => readAgain(client, areas),
    });
    return () => watch.stop();
  }, [client, isSignedIn]);
}

function onWatched(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  window.addEventListener('online', changed);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    window.removeEventListener('online', changed);
  };
}

/** What is shown is asked for again, the rest when it is shown. Changes that are on their way stay on top of the answers. */
export function readAgain(client: QueryClient, areas: readonly Area[]): void {
  const isMeant = ({ queryKey }: Query) => showsOneOf(areas, queryKey);
  void client.invalidateQueries({ predicate: isMeant, refetchType: 'none' });
  void client.refetchQueries({ type: 'active', predicate: (query) => isMeant(query) && !isLong(query) });
}

function isLong({ state }: Query): boolean {
  const { data } = state;
  const isPaged = typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages);
  return isPaged && (data.pages as unknown[]).length > READ_AGAIN_PAGES;
}
