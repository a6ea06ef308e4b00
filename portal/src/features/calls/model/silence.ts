import type { Call } from '@/components/calls';
import type { CallDetails } from '../api/calls';

/** What is said in the place of a conversation that has no turns. */
export type Silence = 'notYet' | 'nothing' | 'notDelivered' | 'missing';

const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'dialing', 'placed', 'in_progress']);
/** Nobody picked up, or nobody was called. */
const UNANSWERED: ReadonlySet<string> = new Set(['no_answer', 'busy', 'cancelled', 'skipped', 'not_placed']);
/** Of an error alone it is not known when it came. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['initialization_failed', 'not_connected', 'no_conversation']);

/** Transcripts may be left out or cut: that there are no turns proves nothing, only what became of the call does. */
export function silenceOf({ status, failure }: Pick<Call, 'status' | 'failure'>, { truncated }: Pick<CallDetails, 'truncated'>): Silence {
  if (UNDER_WAY.has(status)) return 'notYet';
  if (UNANSWERED.has(status) || (status === 'failed' && failure !== undefined && WITHOUT_WORDS.has(failure.code))) return 'nothing';
  return truncated ? 'missing' : 'notDelivered';
}
