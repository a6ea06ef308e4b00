import { askedOnce } from '@/lib/api';
import type { PulseAnswer } from './pulseWatch';

const NOT_MODIFIED = 304;
/** An answer older than this was asked for by a page that has been left. */
const EARLY_MS = 30_000;

let early: { answer: Promise<PulseAnswer | null>; until: number } | undefined;

/**
 * Asks at the moment at which a page asks for what it shows, long before the watch is loaded: otherwise a change in
 * between would be in the first pulse, but not in the page.
 */
export function askEarly(): void {
  const answer = ask(undefined);
  // Whoever waits for it is told; perhaps nobody does.
  answer.catch(() => undefined);
  early = { answer, until: performance.now() + EARLY_MS };
}

/** Null where the answer is the one with this tag. A refused session is found out by what the person does next. */
export async function askPulse(etag: string | undefined, signal: AbortSignal): Promise<PulseAnswer | null> {
  const asked = early;
  early = undefined;
  return etag === undefined && asked && performance.now() < asked.until ? asked.answer : ask(etag, signal);
}

async function ask(etag: string | undefined, signal?: AbortSignal): Promise<PulseAnswer | null> {
  const header = etag === undefined ? {} : { 'If-None-Match': etag };
  const { data, response } = await askedOnce.GET('/v1/overview/pulse', { params: { header }, ...(signal && { signal }) });
  if (response.status === NOT_MODIFIED) return null;
  if (!data) throw new Error(`No pulse: ${response.status.toString()}`);
  return { pulse: data, etag: response.headers.get('etag') ?? undefined };
}
