import { type components, answered, api } from '@/lib/api';
import type { Page } from '@/lib/query';
import type { Call } from '@/components/calls';
import type { CallQuery } from '../model/callFilter';

const PAGE = 50;
/** As many as the API gives at once; a business has a handful. */
const AGENTS = 200;

export type CallDetails = components['schemas']['CallDetails'];

/**
 * Lists know a call without its details. Kept apart, a list that has a newer version of the call changes `call` and
 * leaves the details standing, which are those of `version`.
 */
export interface CallAnswer {
  call: Call;
  details: CallDetails;
  detailsOf: number;
}

export const callKeys = {
  list: (query: CallQuery) => ['calls', 'list', query] as const,
  one: (id: string) => ['call', id] as const,
  agents: ['calls', 'agents'] as const,
};

export async function listCalls(query: CallQuery, cursor: string | undefined, signal: AbortSignal): Promise<Page<Call>> {
  return answered(api.GET('/v1/calls', { params: { query: { ...query, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } }, signal }));
}

export async function getCall(callId: string, signal: AbortSignal): Promise<CallAnswer> {
  const answer = await answered(api.GET('/v1/calls/{callId}', { params: { path: { callId } }, signal }));
  const { summary, evaluation, collected, turns, endedBecause, reported, truncated, ...call } = answer;
  const details: CallDetails = {
    evaluation,
    collected,
    turns,
    truncated,
    ...(summary === undefined ? {} : { summary }),
    ...(endedBecause === undefined ? {} : { endedBecause }),
    ...(reported === undefined ? {} : { reported }),
  };
  return { call, details, detailsOf: call.version };
}

/** The names of the voice agents by their ids. */
export async function agentNames(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { items } = await answered(api.GET('/v1/settings/voice-agents', { params: { query: { limit: AGENTS } }, signal }));
  return new Map(items.map(({ agentId, name }) => [agentId, name]));
}
