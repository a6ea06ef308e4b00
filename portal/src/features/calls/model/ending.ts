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

/** What the provider or the network says of a failure: `words` of strangers, in whatever language they came. */
export interface Trouble {
  words?: string;
  /** The number that it has there. */
  code?: { of: 'provider' | 'network'; number: number };
  /** Whether it broke into a call that ended for another reason. */
  isBeside: boolean;
}

/** The plain reason, with the provider's `words` for it, and what went wrong: one does not hide the other. */
export function endingOf(call: Pick<Call, 'status' | 'failure'>, { endedBecause }: Pick<CallDetails, 'endedBecause'>): { ending: Ending; words?: string; trouble?: Trouble } {
  const { status, failure } = call;
  const ofReason = endedBecause === undefined ? undefined : OF_REASON.find(([pattern]) => pattern.test(endedBecause.trim()))?.[1];
  const ending =
    OF_STATUS[status] ?? (status === 'failed' ? (failure ? (OF_FAILURE[failure.code] ?? 'failed') : 'failed') : status === 'completed' ? (ofReason ?? 'unknown') : 'unknown');
  return {
    ending,
    // A failure without an error of its own repeats them.
    ...(endedBecause === undefined || endedBecause === failure?.reason ? {} : { words: endedBecause }),
    ...(failure === undefined ? {} : { trouble: troubleOf(failure, ending) }),
  };
}

function troubleOf({ code, providerCode, reason }: NonNullable<Call['failure']>, ending: Ending): Trouble {
  return {
    isBeside: code === 'provider_error' && ending !== 'providerError',
    ...(reason === undefined ? {} : { words: reason }),
    // The network speaks where a call is not connected (SIP), the provider everywhere else.
    ...(providerCode === undefined ? {} : { code: { of: code === 'not_connected' ? 'network' : 'provider', number: providerCode } }),
  };
}
