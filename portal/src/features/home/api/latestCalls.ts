import { answered, api } from '@/lib/api';

const SHOWN = 10;

export const latestCallsKey = ['calls', 'latest'] as const;

export async function latestCalls(signal: AbortSignal) {
  return (await answered(api.GET('/v1/calls', { params: { query: { limit: SHOWN } }, signal }))).items;
}
