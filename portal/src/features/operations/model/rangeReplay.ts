import type { components } from '@/lib/api';

type Answer = components['schemas']['ReplayView'];

export interface RangeProgress {
  status: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  queued: number;
  skipped: number;
  /** Where it goes on; null at the beginning and at the end. */
  cursor: string | null;
  error: unknown;
}

export const IDLE: RangeProgress = { status: 'idle', queued: 0, skipped: 0, cursor: null, error: null };

type Event = { kind: 'started' } | { kind: 'answered'; answer: Answer } | { kind: 'stopped' } | { kind: 'refused'; error: unknown };

/** What was queued stays counted, whatever comes after it. */
export function progressAfter(before: RangeProgress, event: Event): RangeProgress {
  switch (event.kind) {
    case 'started':
      return { ...before, status: 'running', error: null };
    case 'answered': {
      const { queued, skipped, nextCursor } = event.answer;
      return {
        ...before,
        status: nextCursor === undefined ? 'done' : 'running',
        queued: before.queued + queued,
        skipped: before.skipped + skipped,
        cursor: nextCursor ?? null,
      };
    }
    case 'stopped':
      return { ...before, status: 'stopped' };
    case 'refused':
      return { ...before, status: 'failed', error: event.error };
  }
}
