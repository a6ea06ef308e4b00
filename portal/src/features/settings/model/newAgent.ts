import type { NewAgent } from './settings';

export const FIELDS = ['agentId', 'name', 'phoneNumber', 'provider', 'phoneNumberId'] as const;
export type AgentValues = Record<(typeof FIELDS)[number], string>;
export const EMPTY: AgentValues = { agentId: '', name: '', phoneNumber: '', provider: '', phoneNumberId: '' };

/** What is left empty is left out. */
export function newAgentOf(values: AgentValues): NewAgent {
  const { agentId, name, phoneNumber, provider, phoneNumberId } = values;
  return {
    agentId,
    name,
    ...(phoneNumber === '' ? {} : { phoneNumber }),
    ...(provider === 'twilio' || provider === 'sip_trunk' ? { provider } : {}),
    ...(phoneNumberId === '' ? {} : { phoneNumberId }),
  };
}
