import { answered, api } from '@/lib/api';
import type { Page } from '@/lib/query';
import type { Patch, RecordRequests } from '@/lib/records';
import type { Customer, CustomerRow, NewCustomer } from '../model/customer';
import { type CustomerFilter, queryOf } from '../model/customerFilter';

const PAGE = 50;

export const KIND = 'customer';
export const customerKeys = {
  lists: ['customers'] as const,
  list: (filter: CustomerFilter) => ['customers', 'list', filter] as const,
  one: (id: string) => ['customer', id] as const,
  calls: (id: string) => ['customer', id, 'calls'] as const,
};

export async function listCustomers(filter: CustomerFilter, cursor: string | undefined, signal: AbortSignal): Promise<Page<CustomerRow>> {
  const query = { ...queryOf(filter), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  const { items, nextCursor } = await answered(api.GET('/v1/customers', { params: { query }, signal }));
  return {
    // What was deleted is named in lists of changes only, which the portal does not ask for.
    items: items.flatMap((item) => ('phone' in item ? [item] : [])),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}

export function getCustomer(customerId: string, signal: AbortSignal): Promise<Customer> {
  return answered(api.GET('/v1/customers/{customerId}', { params: { path: { customerId } }, signal }));
}

export async function listCallsOf(customerId: string, cursor: string | undefined, signal: AbortSignal) {
  const query = { customerId, limit: 20, ...(cursor === undefined ? {} : { cursor }) };
  return answered(api.GET('/v1/calls', { params: { query }, signal }));
}

export const customerRequests: RecordRequests<Customer> & { create: (values: NewCustomer, idempotencyKey: string) => Promise<Customer> } = {
  create: (body, key) => answered(api.POST('/v1/customers', { body, params: { header: { 'Idempotency-Key': key } } })),
  update: (customerId, patch: Patch, ifMatch) =>
    answered(
      api.PATCH('/v1/customers/{customerId}', {
        body: patch,
        params: { path: { customerId }, header: { 'If-Match': ifMatch } },
      }),
    ),
  remove: async (customerId, ifMatch) => {
    await answered(api.DELETE('/v1/customers/{customerId}', { params: { path: { customerId }, header: { 'If-Match': ifMatch } } }));
  },
  restore: (customerId) => answered(api.POST('/v1/customers/{customerId}/restore', { params: { path: { customerId } } })),
};
