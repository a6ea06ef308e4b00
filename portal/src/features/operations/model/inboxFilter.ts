import { type DeliveryState, isState } from '@/lib/deliveries';
import { endOfDay, isDay, startOfDay } from '@/lib/time';

/** Which deliveries are listed. Days are days of the business, as `<input type="date">` writes them. */
export interface InboxFilter {
  state: DeliveryState | null;
  from: string | null;
  to: string | null;
}

export const EVERYTHING: InboxFilter = { state: null, from: null, to: null };

/** What the address says. What is no state and no day is as good as absent. */
export function filterOf(params: URLSearchParams): InboxFilter {
  const state = params.get('state');
  return { state: isState(state) ? state : null, from: dayIn(params.get('from')), to: dayIn(params.get('to')) };
}

export function isEverything({ state, from, to }: InboxFilter): boolean {
  return state === null && from === null && to === null;
}

/** The API refuses such a range; the page says so itself. */
export function isOutOfOrder({ from, to }: InboxFilter): boolean {
  return from !== null && to !== null && from > to;
}

export function queryOf({ state, from, to }: InboxFilter, zone: string): { state?: DeliveryState; from?: string; to?: string } {
  return {
    ...(state === null ? {} : { state }),
    ...(from === null ? {} : { from: startOfDay(from, zone) }),
    ...(to === null ? {} : { to: endOfDay(to, zone) }),
  };
}

function dayIn(text: string | null): string | null {
  return text !== null && isDay(text) ? text : null;
}
