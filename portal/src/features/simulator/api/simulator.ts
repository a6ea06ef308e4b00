import { addWorkspace, answered, api, type components } from '@/lib/api';

type Agent = components['schemas']['VoiceAgentView'];
type Call = components['schemas']['CallView'];

/** As every key that the simulator takes. */
const API_KEY_PREFIX = 'sim-';
/** Of the numbers that are nobody's (NANPA's 555-01xx). */
const AGENT_NUMBER = '+12025550100';
const LATEST = 5;

export const simulatorKeys = {
  scenarios: ['simulator', 'scenarios'] as const,
  agents: ['voice', 'agents', 'simulator'] as const,
  // The first word is that of every list of calls, so what changes calls reads it again.
  latest: ['calls', 'list', 'simulator'] as const,
};

export async function listAgents(signal: AbortSignal): Promise<Agent[]> {
  return (await answered(api.GET('/v1/settings/voice-agents', { params: { query: { limit: 100 } }, signal }))).items;
}

export async function latestCalls(signal: AbortSignal): Promise<Call[]> {
  return (await answered(api.GET('/v1/calls', { params: { query: { limit: LATEST } }, signal }))).items;
}

/** Connects the business with the simulator: other credentials, and an agent if it has none. */
export async function connect(agentName: string): Promise<void> {
  const [apiKey, webhookSecret] = [`${API_KEY_PREFIX}${random()}`, `wsec_${random()}`];
  const { webhookUrl } = await answered(api.PUT('/v1/settings/voice-connection', { body: { apiKey, webhookSecret } }));
  let agents = await listAgents(AbortSignal.timeout(30_000));
  if (agents.length === 0) {
    const agentId = `agent_${random()}`;
    const body = { agentId, name: agentName, phoneNumber: AGENT_NUMBER };
    await answered(api.POST('/v1/settings/voice-agents', { body, params: { header: { 'Idempotency-Key': agentId } } }));
    agents = await listAgents(AbortSignal.timeout(30_000));
  }
  await addWorkspace({
    apiKey,
    webhookUrl,
    webhookSecret,
    agents: agents.map(({ agentId, name, phoneNumber }) => ({ agentId, name, phoneNumber: phoneNumber ?? AGENT_NUMBER })),
  });
}

function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
