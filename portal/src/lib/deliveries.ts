import type { components } from '@/lib/api';

/** Something that the voice provider delivered. */
export type Delivery = components['schemas']['InboxEntryView'];
export type DeliveryState = components['schemas']['InboxState'];

export const STATES = ['pending', 'failed', 'unclaimed', 'unreadable', 'ignored', 'processed'] as const satisfies readonly DeliveryState[];

export function isState(text: string | null): text is DeliveryState {
  return (STATES as readonly (string | null)[]).includes(text);
}

const ERRORS = [
  'unreadable',
  'body_damaged',
  'connection_unusable',
  'provider_refused_key',
  'provider_out_of_credit',
  'provider_throttled',
  'provider_rejected',
  'provider_unavailable',
  'conversation_not_found',
  'conversation_not_final',
  'agent_not_named',
  'unavailable',
  'internal_error',
] as const;

export type Reason = (typeof ERRORS)[number] | 'agent_not_registered' | 'unknown';

/** Why a delivery is not in a call, as far as that is known. A code of a newer API is `unknown`. */
export function reasonOf({ state, lastError }: Pick<Delivery, 'state' | 'lastError'>): Reason | null {
  if (state === 'processed' || state === 'ignored') return null;
  if (state === 'unclaimed') return 'agent_not_registered';
  if (lastError === undefined) return null;
  return ERRORS.find((each) => each === lastError) ?? 'unknown';
}

/** Where the reason is put right. */
export function placeOfFix(reason: Reason | null): 'connection' | 'agents' | null {
  switch (reason) {
    case 'agent_not_registered':
      return 'agents';
    case 'connection_unusable':
    case 'provider_refused_key':
    case 'provider_rejected':
    case 'conversation_not_found':
      return 'connection';
    default:
      return null;
  }
}
