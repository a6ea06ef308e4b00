import { answered, api } from '@/lib/api';
import type { Patch } from '@/lib/records';
import type { Call } from '@/components/calls';

const FOUND = 6;

/** Whose call it is, as a patch shows it; only the id is sent. */
export function choiceOf(customer: Call['customer'] | undefined): Patch {
  if (customer === undefined) return { customerId: null, customer: null, customerChosen: null };
  return { customerId: customer.id, customer: { ...customer }, customerChosen: true };
}

export const choiceRequests = {
  update: (callId: string, patch: Patch, ifMatch: string): Promise<Call> =>
    answered(
      api.PUT('/v1/calls/{callId}/customer', {
        body: { customerId: typeof patch.customerId === 'string' ? patch.customerId : null },
        params: { path: { callId }, header: { 'If-Match': ifMatch } },
      }),
    ),
};

export async function findCustomers(q: string, signal: AbortSignal) {
  const { items } = await answered(api.GET('/v1/customers', { params: { query: { q, limit: FOUND } }, signal }));
  return items.flatMap((item) => ('phone' in item ? [item] : []));
}

export async function customersOf(ids: readonly string[], signal: AbortSignal) {
  const { items } = await answered(api.GET('/v1/customers', { params: { query: { ids: ids.join(',') } }, signal }));
  return items.flatMap((item) => ('phone' in item ? [item] : []));
}
