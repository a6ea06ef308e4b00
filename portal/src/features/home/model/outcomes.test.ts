import { expect, it } from 'vitest';
import { OUTCOMES, type Day, newCustomersOf, outcomesOf, stacked, sums, total } from './outcomes';

const day = (date: string, ...calls: Day['calls']): Day => ({ date, calls, newCustomers: calls.length });

it('puts every status where a person looks for it', () => {
  const all = day(
    '2026-11-27',
    ...(['completed', 'no_answer', 'busy', 'voicemail', 'failed', 'not_placed', 'outcome_unknown', 'queued', 'dialing', 'placed', 'in_progress', 'cancelled', 'skipped'] as const).map(
      (status) => ({ status, count: 1 }),
    ),
  );
  expect(outcomesOf(all).values).toEqual({ spoken: 1, missed: 3, failed: 2, unknown: 1, open: 4 });
});

it('takes calls of which nothing is known for no failures', () => {
  const untold = day('2026-11-27', { status: 'outcome_unknown', count: 40 });
  expect(outcomesOf(untold).values).toEqual({ spoken: 0, missed: 0, failed: 0, unknown: 40, open: 0 });
});

it('counts a status that it does not know as one that is not over', () => {
  const unknown = day('2026-11-27', { status: 'sleeping' as 'queued', count: 2 });
  expect(outcomesOf(unknown).values.open).toBe(2);
});

it('stacks the blocks of a day from the ground up, the highest day to the top', () => {
  const columns = [
    outcomesOf(day('2026-11-26', { status: 'completed', count: 3 }, { status: 'busy', count: 1 })),
    outcomesOf(day('2026-11-27', { status: 'failed', count: 1 })),
    outcomesOf(day('2026-11-28')),
  ];
  expect(stacked(OUTCOMES, columns)).toEqual([
    [
      { series: 'spoken', top: 25, height: 75 },
      { series: 'missed', top: 0, height: 25 },
    ],
    [{ series: 'failed', top: 75, height: 25 }],
    [],
  ]);
  expect(sums(OUTCOMES, columns)).toEqual({ spoken: 3, missed: 1, failed: 1, unknown: 0, open: 0 });
  expect(columns.map(total)).toEqual([4, 1, 0]);
});

it('draws nothing where there is nothing', () => {
  expect(stacked(['customers'], [newCustomersOf(day('2026-11-28'))])).toEqual([[]]);
});
