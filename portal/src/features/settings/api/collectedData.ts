import { type components, answered, api } from '@/lib/api';

export type Mapping = components['schemas']['CollectedDataView'];
export type CustomerMapping = components['schemas']['CustomerMapping'];
type Call = components['schemas']['DetailedCallView'];

/** How many of the latest calls are looked at. */
const LATEST = 5;

export const collectedDataKeys = { mapping: ['settings', 'collected-data'] as const, latest: ['settings', 'latest-calls'] as const };

export function getMapping(signal: AbortSignal): Promise<Mapping> {
  return answered(api.GET('/v1/settings/collected-data', { signal }));
}

export function putMapping(customer: CustomerMapping, version: number): Promise<Mapping> {
  return answered(api.PUT('/v1/settings/collected-data', { body: { customer }, params: { header: { 'If-Match': `"${String(version)}"` } } }));
}

/** The latest calls with what was found out in them. */
export async function latestCalls(signal: AbortSignal): Promise<Call[]> {
  const { items } = await answered(api.GET('/v1/calls', { params: { query: { limit: LATEST } }, signal }));
  return Promise.all(items.map(({ id }) => answered(api.GET('/v1/calls/{callId}', { params: { path: { callId: id } }, signal }))));
}
