import { askedOnce } from '@/lib/api';
import type { PulseAnswer } from './pulseWatch';

const NOT_MODIFIED = 304;

/** Null where the answer is the one with this tag. A refused session is found out by what the person does next. */
export async function askPulse(etag: string | undefined, signal: AbortSignal): Promise<PulseAnswer | null> {
  const header = etag === undefined ? {} : { 'If-None-Match': etag };
  const { data, response } = await askedOnce.GET('/v1/overview/pulse', { params: { header }, signal });
  if (response.status === NOT_MODIFIED) return null;
  if (!data) throw new Error(`No pulse: ${response.status.toString()}`);
  return { pulse: data, etag: response.headers.get('etag') ?? undefined };
}
