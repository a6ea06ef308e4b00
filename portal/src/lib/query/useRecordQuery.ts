import { type QueryKey, useQuery } from '@tanstack/react-query';
import { recordStore, useProjected } from '@/lib/records';

interface RecordQuery<Answer> {
  key: QueryKey;
  ask: (signal: AbortSignal) => Promise<Answer>;
  enabled?: boolean;
}

/** One answer, shown with the newest versions of its records and with what is on its way. */
export function useRecordQuery<Answer>({ key, ask, enabled = true }: RecordQuery<Answer>) {
  const query = useQuery({
    queryKey: key,
    enabled,
    queryFn: async ({ signal }) => {
      const answer = await ask(signal);
      recordStore.learn(answer);
      return answer;
    },
  });
  return { ...query, data: useProjected(query.data) };
}
