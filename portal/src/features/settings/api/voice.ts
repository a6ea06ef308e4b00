import { answered, api, isProblem } from '@/lib/api';
import type { Page } from '@/lib/query';
import type { Delivery } from '@/lib/deliveries';
import type { Agent, Connection, Credentials, NewAgent } from '../model/settings';

const PAGE = 50;
/** What needs somebody stands first in the inbox, so that its beginning tells how the connection is. */
const LOOKED_AT = 100;

export const voiceKeys = {
  connection: ['voice', 'connection'] as const,
  deliveries: ['inbox', 'beginning'] as const,
  unclaimed: ['inbox', 'unclaimed'] as const,
  agents: ['voice', 'agents'] as const,
};

/** Null where none was made yet. */
export async function getConnection(signal: AbortSignal): Promise<Connection | null> {
  try {
    return await answered(api.GET('/v1/settings/voice-connection', { signal }));
  } catch (error) {
    if (isProblem(error, 'not_found')) return null;
    throw error;
  }
}

export function putCredentials(body: Credentials): Promise<Connection> {
  return answered(api.PUT('/v1/settings/voice-connection', { body }));
}

export async function latestDeliveries(signal: AbortSignal): Promise<Delivery[]> {
  return (await answered(api.GET('/v1/operations/inbox', { params: { query: { limit: LOOKED_AT } }, signal }))).items;
}

export async function unclaimedDeliveries(signal: AbortSignal): Promise<Delivery[]> {
  return (await answered(api.GET('/v1/operations/inbox', { params: { query: { state: 'unclaimed', limit: LOOKED_AT } }, signal }))).items;
}

export async function listAgents(cursor: string | undefined, signal: AbortSignal): Promise<Page<Agent>> {
  const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  const { items, nextCursor } = await answered(api.GET('/v1/settings/voice-agents', { params: { query }, signal }));
  return {
    items: items.map((agent) => ({ ...agent, id: `${agent.connectionId}/${agent.agentId}` })),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}

export async function registerAgent(body: NewAgent, idempotencyKey: string): Promise<void> {
  await answered(api.POST('/v1/settings/voice-agents', { body, params: { header: { 'Idempotency-Key': idempotencyKey } } }));
}

export async function removeAgent({ agentId, connectionId, version }: Agent): Promise<void> {
  await answered(
    api.DELETE('/v1/settings/voice-agents/{agentId}', {
      params: { path: { agentId }, query: { connectionId }, header: { 'If-Match': `"${version.toString()}"` } },
    }),
  );
}
