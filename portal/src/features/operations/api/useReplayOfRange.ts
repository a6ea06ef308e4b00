import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { type RangeProgress, IDLE, progressAfter } from '../model/rangeReplay';
import { type Range, inboxKeys, replayRange } from './inbox';

/** Queues a whole range again, a hundred at a time, until it is through, stopped or refused. */
export function useReplayOfRange(range: Range) {
  const client = useQueryClient();
  const [progress, tell] = useReducer(progressAfter, IDLE);
  const wanted = useRef<boolean>(false);
  // Whoever closes the dialog wants no more of it.
  useEffect(() => () => void (wanted.current = false), []);

  const run = useCallback(
    async (from: RangeProgress) => {
      wanted.current = true;
      const isWanted = () => wanted.current;
      let { cursor } = from;
      tell({ kind: 'started' });
      try {
        for (;;) {
          const answer = await replayRange(range, cursor);
          cursor = answer.nextCursor ?? null;
          tell({ kind: 'answered', answer });
          if (cursor === null) break;
          if (!isWanted()) {
            tell({ kind: 'stopped' });
            break;
          }
        }
      } catch (error) {
        tell({ kind: 'refused', error });
      }
      void client.invalidateQueries({ queryKey: inboxKeys.all });
    },
    [client, range],
  );
  return { progress, run: () => void run(progress), stop: () => void (wanted.current = false) };
}
