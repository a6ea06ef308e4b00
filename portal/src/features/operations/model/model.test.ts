import { describe, expect, it } from 'vitest';
import { delivery } from '@/testing/records';
import { outcomeOf, rowOf } from './delivery';
import { filterOf, isEverything, isOutOfOrder, queryOf } from './inboxFilter';
import { IDLE, progressAfter } from './rangeReplay';

const of = (query: string) => filterOf(new URLSearchParams(query));

describe('the filter of the inbox', () => {
  it('is in the address', () => {
    expect(of('state=failed&from=2026-11-01&to=2026-11-02')).toEqual({ state: 'failed', from: '2026-11-01', to: '2026-11-02' });
    expect(isEverything(of(''))).toBe(true);
  });

  it('takes no notice of what the API would refuse', () => {
    expect(isEverything(of('state=lost&from=2026-02-30&to=yesterday'))).toBe(true);
  });

  it('asks for whole days of the business', () => {
    expect(queryOf(of('from=2026-11-01&to=2026-11-01'), 'America/New_York')).toEqual({ from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T04:59:59.999Z' });
    expect(queryOf(of('state=unclaimed'), 'Asia/Riyadh')).toEqual({ state: 'unclaimed' });
  });

  it('knows days in the wrong order', () => {
    expect(isOutOfOrder(of('from=2026-11-02&to=2026-11-01'))).toBe(true);
    expect(isOutOfOrder(of('from=2026-11-01&to=2026-11-01'))).toBe(false);
    expect(isOutOfOrder(of('from=2026-11-01'))).toBe(false);
  });
});

it('tells deliveries of two connections with the same id apart', () => {
  expect(rowOf(delivery({ connectionId: 'A' })).id).not.toBe(rowOf(delivery({ connectionId: 'B' })).id);
});

describe('what became of a delivery that was queued again', () => {
  const failed = delivery();

  it('is not known while the list is behind', () => {
    expect(outcomeOf(failed, failed, 1_000)).toBe('waiting');
    expect(outcomeOf(failed, delivery({ state: 'pending', attempts: 0 }), 1_000)).toBe('waiting');
    expect(outcomeOf(failed, delivery({ state: 'pending', attempts: 0 }), 50_000)).toBe('waiting');
  });

  it('is a call, or a new failure', () => {
    expect(outcomeOf(failed, delivery({ state: 'processed', attempts: 0, settledAt: '2026-11-01T11:00:00Z' }), 500)).toBe('processed');
    expect(outcomeOf(failed, delivery({ state: 'pending', attempts: 1 }), 500)).toBe('failedAgain');
    expect(outcomeOf(failed, failed, 6_000)).toBe('failedAgain');
  });

  it('is new where it was processed before too', () => {
    const before = delivery({ state: 'processed', settledAt: '2026-11-01T10:00:01Z' });
    expect(outcomeOf(before, before, 1_000)).toBe('waiting');
    expect(outcomeOf(before, { ...before, settledAt: '2026-11-01T10:00:01.000Z' }, 1_000)).toBe('waiting');
    expect(outcomeOf(before, { ...before, settledAt: '2026-11-02T10:00:01Z' }, 1_000)).toBe('processed');
  });

  it('may be that nothing has changed', () => {
    const unclaimed = delivery({ state: 'unclaimed' });
    expect(outcomeOf(unclaimed, unclaimed, 1_000)).toBe('waiting');
    expect(outcomeOf(unclaimed, unclaimed, 6_000)).toBe('unclaimed');
  });

  it('is not that it is gone while it may be on its way from one state to the next', () => {
    expect(outcomeOf(failed, null, 0)).toBe('waiting');
    expect(outcomeOf(failed, null, 4_999)).toBe('waiting');
    expect(outcomeOf(failed, null, 5_000)).toBe('gone');
  });
});

describe('queueing a range again', () => {
  const first = { kind: 'answered', answer: { queued: 99, skipped: 1, more: true, nextCursor: 'next' } } as const;

  it('adds the parts up until there is no more', () => {
    let progress = progressAfter(IDLE, { kind: 'started' });
    progress = progressAfter(progress, first);
    expect(progress).toMatchObject({ status: 'running', queued: 99, skipped: 1, cursor: 'next' });
    progress = progressAfter(progress, { kind: 'answered', answer: { queued: 3, skipped: 0, more: false } });
    expect(progress).toMatchObject({ status: 'done', queued: 102, skipped: 1, cursor: null });
  });

  it('keeps what is queued, and where to go on, when it is refused', () => {
    const refused = new Error('busy');
    const progress = progressAfter(progressAfter(progressAfter(IDLE, { kind: 'started' }), first), { kind: 'refused', error: refused });
    expect(progress).toEqual({ status: 'failed', queued: 99, skipped: 1, cursor: 'next', error: refused });
    expect(progressAfter(progress, { kind: 'started' })).toMatchObject({ status: 'running', queued: 99, cursor: 'next', error: null });
  });
});
