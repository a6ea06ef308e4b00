import type { Call } from '@/components/calls';
import { useRecordList } from '@/lib/query';
import { dayOf, instantOf } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { usePerson } from '@/lib/useSession';
import { type CallFilter, queryOf } from '../model/callFilter';
import { callKeys, listCalls } from './calls';

/** The calls of a filter. Without `enabled` only those that were read already. */
export function useCallList(filter: CallFilter, { enabled = true } = {}) {
  const { tenant } = usePerson();
  const today = dayOf(instantOf(useNow()), tenant.timeZone);
  const query = queryOf(filter, today, tenant.timeZone);
  return useRecordList<Call>({ key: callKeys.list(query), ask: (cursor, signal) => listCalls(query, cursor, signal), enabled });
}
