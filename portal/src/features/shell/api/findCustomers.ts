import { answered, api } from '@/lib/api';

const FOUND = 6;

export async function findCustomers(q: string, signal: AbortSignal) {
  const { items } = await answered(api.GET('/v1/customers', { params: { query: { q, limit: FOUND } }, signal }));
  return items.flatMap((item) => ('phone' in item ? [item] : []));
}
