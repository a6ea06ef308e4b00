import type { components } from '@/lib/api';
import { type Instant, addDays, endOfDay, isDay, startOfDay } from '@/lib/time';

type CallStatus = components['schemas']['CallStatus'];

export const STATUSES = [
  'queued',
  'dialing',
  'placed',
  'in_progress',
  'completed',
  'no_answer',
  'busy',
  'voicemail',
  'failed',
  'cancelled',
  'skipped',
  'not_placed',
  'outcome_unknown',
] as const satisfies readonly CallStatus[];

/** Days up to today, by how many they are. */
export const SPANS = ['1', '7', '30'] as const;
export type Span = (typeof SPANS)[number];

/** When the calls started: in the days up to today, or between two days of the business, either of which may be open. */
export type Time = { span: Span } | Days;

export interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

/** Which calls a list shows; all of it at once. */
export interface CallFilter {
  status?: CallStatus | undefined;
  customer?: string | undefined;
  /** Only calls whose number of the other person is not understood. */
  notUnderstood?: boolean | undefined;
  time?: Time | undefined;
}

interface Params {
  get: (name: string) => string | null;
}

/** The first day that the API can mean; while one types a year, smaller ones come by. */
const FIRST_DAY = '2000-01-01';

export function isUsableDay(text: string): boolean {
  return isDay(text) && text >= FIRST_DAY;
}

/** Reads the address. What it cannot mean is left out. */
export function filterOf(params: Params): CallFilter {
  const status = STATUSES.find((each) => each === params.get('status'));
  const notUnderstood = params.get('number') === 'not_understood' || undefined;
  return { status, notUnderstood, customer: params.get('customer')?.trim() || undefined, time: timeOf(params) };
}

function timeOf(params: Params): Time | undefined {
  const span = SPANS.find((each) => each === params.get('days'));
  if (span) return { span };
  const [from, to] = ['from', 'to'].map((name) => params.get(name) ?? '').map((day) => (isUsableDay(day) ? day : undefined));
  if (from === undefined && to === undefined) return params.get('days') === 'some' ? {} : undefined;
  const turned = from !== undefined && to !== undefined && from > to;
  const [first, last] = turned ? [to, from] : [from, to];
  return { from: first, to: last };
}

/** What to write into the address. */
export function paramsOf({ status, customer, notUnderstood, time }: CallFilter): Record<'status' | 'customer' | 'number' | 'days' | 'from' | 'to', string | null> {
  const days = time && !('span' in time) ? time : undefined;
  const isOpen = days !== undefined && days.from === undefined && days.to === undefined;
  return {
    status: status ?? null,
    customer: customer ?? null,
    number: notUnderstood ? 'not_understood' : null,
    days: time && 'span' in time ? time.span : isOpen ? 'some' : null,
    from: days?.from ?? null,
    to: days?.to ?? null,
  };
}

/** The same as the end of an address. */
export function addressOf(filter: CallFilter): string {
  const entries = Object.entries(paramsOf(filter)).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(entries).toString();
}

export interface CallQuery {
  status?: CallStatus;
  customerId?: string;
  number?: 'not_understood';
  from?: Instant;
  to?: Instant;
}

/** What to ask the API on the day `today` of a business in `zone`. */
export function queryOf({ status, customer, notUnderstood, time }: CallFilter, today: string, zone: string): CallQuery {
  const { from, to }: Days = !time ? {} : 'span' in time ? { from: addDays(today, 1 - Number(time.span)) } : time;
  return {
    ...(status ? { status } : {}),
    ...(notUnderstood ? { number: 'not_understood' as const } : {}),
    ...(customer === undefined ? {} : { customerId: customer }),
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    ...(to === undefined ? {} : { to: endOfDay(to, zone) }),
  };
}
