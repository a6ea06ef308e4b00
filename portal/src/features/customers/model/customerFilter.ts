/**
 * Which customers a list shows. The API takes one way at a time: words, one exact value, a tag, the deleted ones, or all
 * in an order.
 */
export type CustomerFilter =
  | { by: 'all'; order: 'newest' | 'updated' }
  | { by: 'deleted' }
  | { by: 'q' | 'tag' | 'phone' | 'email' | 'externalId'; text: string };

export const EXACT = ['tag', 'phone', 'email', 'externalId'] as const;
export type Exact = (typeof EXACT)[number];

interface Params {
  get: (name: string) => string | null;
}

/** Reads the address. Where it names several ways, the first one of this order counts. */
export function filterOf(params: Params): CustomerFilter {
  if (params.get('show') === 'deleted') return { by: 'deleted' };
  for (const by of ['q', ...EXACT] as const) {
    const text = params.get(by)?.trim();
    if (text) return { by, text };
  }
  return { by: 'all', order: params.get('order') === 'updated' ? 'updated' : 'newest' };
}

/** What to write into the address, clearing all other ways. */
export function paramsOf(filter: CustomerFilter): Record<string, string | null> {
  const params: Record<string, string | null> = { show: null, q: null, tag: null, phone: null, email: null, externalId: null, order: null };
  if (filter.by === 'deleted') params.show = 'deleted';
  else if (filter.by !== 'all') params[filter.by] = filter.text;
  else if (filter.order === 'updated') params.order = 'updated';
  return params;
}

/** What to ask the API. */
export function queryOf(filter: CustomerFilter) {
  if (filter.by === 'deleted') return { deleted: true };
  if (filter.by === 'all') return { order: filter.order };
  // Too long a text is refused; what one types beyond that finds nothing more.
  return { [filter.by]: filter.by === 'q' ? filter.text.slice(0, 200) : filter.text };
}
