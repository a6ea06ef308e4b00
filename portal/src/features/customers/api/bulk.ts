import { ApiError, Unreachable, answered, api, type components } from '@/lib/api';
import { type Change, type Patch, recordStore } from '@/lib/records';
import type { Customer } from '../model/customer';

type BulkAction = components['schemas']['BulkAction'];
type Outcome = components['schemas']['CustomerOutcome'];

export type Action = { action: 'add_tags' | 'remove_tags'; tag: string } | { action: 'delete' | 'restore' };

/** What became of several customers. */
export interface BulkResult {
  /** Those for whom it is done, as they are now. */
  done: readonly Customer[];
  /** The others, each with the code of its problem. */
  refused: readonly { customer: Customer; code: string }[];
  /** More has changed than what was asked for: another person was here. */
  isOutdated: boolean;
}

/** So many the API takes at once. */
const MOST = 100;

/** Does the same with all of them, shown at once; what is refused is taken back alone. */
export async function bulk(action: Action, customers: readonly Customer[]): Promise<BulkResult> {
  const all = customers.map((customer) => {
    const from = newest(customer);
    const patch = patchOf(action, from);
    return { from, patch, change: patch && recordStore.begin(from.id, patch) };
  });
  const done: Customer[] = [];
  const refused: { customer: Customer; code: string }[] = [];
  let isOutdated = false;
  for (let first = 0; first < all.length; first += MOST) {
    const part = all.slice(first, first + MOST);
    const outcomes = await send(action, part.map(({ from }) => from));
    part.forEach(({ from, patch, change }, place) => {
      const outcome = outcomes[place];
      if (outcome?.outcome === 'done' && outcome.version !== undefined) {
        const { version } = outcome;
        // One more is this change; what else has changed is not in the outcome.
        isOutdated ||= version > from.version + 1;
        const now = { ...from, ...(patch === 'delete' ? {} : patch), version };
        keep(action, now);
        done.push(now);
      } else {
        isOutdated ||= outcome !== undefined && ['stale_version', 'gone', 'not_found'].includes(outcome.outcome);
        refused.push({ customer: from, code: outcome?.outcome ?? 'unknown' });
      }
      if (change) recordStore.end(change);
    });
  }
  return { done, refused, isOutdated };
}

/** The outcomes in the order of the customers; where the whole request failed, that is what became of each. */
async function send(action: Action, customers: readonly Customer[]): Promise<{ outcome: string; version?: Outcome['version'] }[]> {
  const body: BulkAction = {
    action: action.action,
    ...('tag' in action ? { tags: [action.tag] } : {}),
    customers: customers.map(({ id, version }) => ({ id, version })),
  };
  try {
    return (await answered(api.POST('/v1/customers/bulk', { body }))).customers;
  } catch (error) {
    const outcome = error instanceof ApiError ? error.code : error instanceof Unreachable ? 'unreachable' : 'unknown';
    return customers.map(() => ({ outcome }));
  }
}

function newest(customer: Customer): Customer {
  const known = recordStore.newest(customer.id);
  return known && known.version > customer.version ? (known as Customer) : customer;
}

function patchOf(action: Action, { tags }: Customer): Change['patch'] | null {
  switch (action.action) {
    case 'add_tags':
      return { tags: [...new Set([...tags, action.tag])].sort() } satisfies Patch;
    case 'remove_tags':
      return { tags: tags.filter((tag) => tag !== action.tag) } satisfies Patch;
    case 'delete':
      return 'delete';
    case 'restore':
      return null;
  }
}

function keep(action: Action, now: Customer): void {
  if (action.action === 'delete') recordStore.markDeleted(now.id);
  else if (action.action === 'restore') recordStore.markRestored(now);
  else recordStore.learn(now);
}
