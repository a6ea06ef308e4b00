import { type components, answered, api, isProblem } from '@/lib/api';
import type { DeliveryState } from '@/lib/deliveries';
import type { Page } from '@/lib/query';
import { type DeliveryName, type DeliveryRow, rowOf } from '../model/delivery';
import { type InboxFilter, queryOf } from '../model/inboxFilter';

const PAGE = 50;
const MOST = 200;

export const inboxKeys = {
  all: ['inbox'] as const,
  list: (filter: InboxFilter, zone: string) => ['inbox', 'list', filter, zone] as const,
  quota: ['inbox', 'quota'] as const,
  one: (name: DeliveryName) => ['inbox', 'one', name] as const,
};

export async function listInbox(filter: InboxFilter, zone: string, cursor: string | undefined, signal: AbortSignal): Promise<Page<DeliveryRow>> {
  const query = { ...queryOf(filter, zone), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  const { items, nextCursor } = await answered(api.GET('/v1/operations/inbox', { params: { query }, signal }));
  return { items: items.map(rowOf), ...(nextCursor === undefined ? {} : { nextCursor }) };
}

/** Since when today's quota of deliveries is used up; null while it is not. */
export async function quotaReachedAt(signal: AbortSignal): Promise<string | null> {
  try {
    const { dayQuotaReachedAt } = await answered(api.GET('/v1/settings/voice-connection', { signal }));
    return dayQuotaReachedAt ?? null;
  } catch (error) {
    if (isProblem(error, 'not_found')) return null;
    throw error;
  }
}

/** One delivery as it is now: the API has no question for one, and lists those of one moment. */
export async function findDelivery({ id, received }: DeliveryName, signal: AbortSignal): Promise<DeliveryRow | null> {
  let cursor: string | undefined;
  do {
    const query = { from: received, to: received, limit: MOST, ...(cursor === undefined ? {} : { cursor }) };
    const page = await answered(api.GET('/v1/operations/inbox', { params: { query }, signal }));
    const found = page.items.map(rowOf).find((row) => row.id === id);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return null;
}

type Body = components['schemas']['InboxBodyView'];

/** What was delivered, from one byte on: a part of it, where it is large. */
export function readBody({ entryId, connectionId }: DeliveryRow, offset: number): Promise<Body> {
  return answered(api.GET('/v1/operations/inbox/{entryId}/body', { params: { path: { entryId }, query: { connectionId, offset } } }));
}

type Replayed = components['schemas']['ReplayView'];

export function replayOne({ entryId, connectionId }: DeliveryRow): Promise<Replayed> {
  return answered(api.POST('/v1/operations/inbox/replay', { body: { entryId, connectionId } }));
}

export interface Range {
  state: DeliveryState;
  from: string;
  to: string;
}

/** Queues the next 100 of a range again. */
export function replayRange(range: Range, cursor: string | null): Promise<Replayed> {
  return answered(api.POST('/v1/operations/inbox/replay', { body: { ...range, ...(cursor === null ? {} : { cursor }) } }));
}
