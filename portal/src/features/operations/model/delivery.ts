import type { Delivery } from '@/lib/deliveries';
import { millis } from '@/lib/time';

/** A delivery as a row: its own id is one within its connection only. */
export type DeliveryRow = Delivery & { entryId: string };

export function rowOf(delivery: Delivery): DeliveryRow {
  return { ...delivery, id: `${delivery.connectionId}/${delivery.id}`, entryId: delivery.id };
}

/** Names a delivery in an address. The API finds one by when it was received. */
export interface DeliveryName {
  id: string;
  received: string;
}

export type Outcome = 'waiting' | 'processed' | 'ignored' | 'failedAgain' | 'unclaimed' | 'unreadable' | 'gone';

/** A list may be so far behind what was written. */
const BEHIND_MS = 5_000;

/**
 * What has become of a delivery that was queued again. The list may still show it as it was `before`, and is read state
 * by state: it leaves out a delivery that changes its state meanwhile. Neither is an outcome, until so much time has
 * passed that it is how it is now.
 */
export function outcomeOf(before: Delivery, now: Delivery | null, passedMs: number): Outcome {
  if (passedMs < BEHIND_MS && (now === null || isSame(before, now))) return 'waiting';
  if (now === null) return 'gone';
  switch (now.state) {
    case 'pending':
      return now.attempts === 0 ? 'waiting' : 'failedAgain';
    case 'failed':
      return 'failedAgain';
    default:
      return now.state;
  }
}

function isSame(a: Delivery, b: Delivery): boolean {
  return a.state === b.state && a.attempts === b.attempts && a.lastError === b.lastError && sameTime(a.settledAt, b.settledAt);
}

function sameTime(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && millis(a) === millis(b));
}
