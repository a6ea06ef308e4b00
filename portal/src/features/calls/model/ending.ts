import type { Call } from '@/components/calls';
import type { CallDetails } from '../api/calls';

/** Why a call ended, as far as it can be said in the reader's language. */
export type Ending =
  | 'agent'
  | 'person'
  | 'silence'
  | 'tooLong'
  | 'transferred'
  | 'voicemail'
  | 'busy'
  | 'noAnswer'
  | 'initializationFailed'
  | 'providerError'
  | 'notConnected'
  | 'noConversation'
  | 'failed'
  | 'queued'
  | 'dialing'
  | 'placed'
  | 'inProgress'
  | 'cancelled'
  | 'skipped'
  | 'notPlaced'
  | 'outcomeUnknown'
  | 'unknown';

const OF_STATUS: Readonly<Record<string, Ending>> = {
  queued: 'queued',
  dialing: 'dialing',
  placed: 'placed',
  in_progress: 'inProgress',
  no_answer: 'noAnswer',
  busy: 'busy',
  voicemail: 'voicemail',
  cancelled: 'cancelled',
  skipped: 'skipped',
  not_placed: 'notPlaced',
  outcome_unknown: 'outcomeUnknown',
};

const OF_FAILURE: Readonly<Record<string, Ending>> = {
  initialization_failed: 'initializationFailed',
  provider_error: 'providerError',
  not_connected: 'notConnected',
  no_conversation: 'noConversation',
};

// The provider documents no list of its reasons. These are the beginnings and words that were seen; any other reason is
// shown in the provider's words.
const OF_REASON: readonly (readonly [RegExp, Ending])[] = [
  [/^end_call\b/i, 'agent'],
  [/^voicemail_detection\b/i, 'voicemail'],
  [/^transfer_to_\w+/i, 'transferred'],
  [/remote party|^client disconnected|hung up/i, 'person'],
  [/\bsilence\b/i, 'silence'],
  [/\bmax(imum)?\b.*\bduration\b|\bduration\b.*\b(exceeded|limit)\b/i, 'tooLong'],
];

/**
 * The plain reason, and what the provider or the network said of it: `words` of strangers, in whatever language they came.
 */
export function endingOf(call: Pick<Call, 'status' | 'failure'>, { endedBecause }: Pick<CallDetails, 'endedBecause'>): { ending: Ending; words?: string; code?: number } {
  const { failure } = call;
  const ofReason = endedBecause === undefined ? undefined : OF_REASON.find(([pattern]) => pattern.test(endedBecause.trim()))?.[1];
  const ending =
    OF_STATUS[call.status] ??
    (call.status === 'failed' ? (failure ? (OF_FAILURE[failure.code] ?? 'failed') : 'failed') : call.status === 'completed' ? (ofReason ?? 'unknown') : 'unknown');
  const words = failure?.reason ?? endedBecause;
  return {
    ending,
    ...(words === undefined ? {} : { words }),
    ...(failure?.providerCode === undefined ? {} : { code: failure.providerCode }),
  };
}
