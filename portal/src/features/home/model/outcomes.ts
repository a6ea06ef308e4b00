import type { Dashboard } from '../api/dashboard';

export type Day = Dashboard['days'][number];
type Status = Day['calls'][number]['status'];

/** What became of a call, as far as a chart tells it. From the bottom of a bar to its top. */
export const OUTCOMES = ['spoken', 'missed', 'failed', 'unknown', 'open'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const OUTCOME_OF: Record<Status, Outcome | null> = {
  completed: 'spoken',
  no_answer: 'missed',
  busy: 'missed',
  voicemail: 'missed',
  failed: 'failed',
  not_placed: 'failed',
  // No failure: no report tells what became of it, as where transcripts are left out.
  outcome_unknown: 'unknown',
  queued: 'open',
  dialing: 'open',
  placed: 'open',
  in_progress: 'open',
  // Nobody was called.
  cancelled: null,
  skipped: null,
};

/** One column of a chart: a day with a number for each series. */
export interface Column<Series extends string> {
  date: string;
  values: Record<Series, number>;
}

export function outcomesOf({ date, calls }: Day): Column<Outcome> {
  const values: Record<Outcome, number> = { spoken: 0, missed: 0, failed: 0, unknown: 0, open: 0 };
  for (const { status, count } of calls) {
    // A status of a newer API is known to be one of a call, and no more.
    const outcome = status in OUTCOME_OF ? OUTCOME_OF[status] : 'open';
    if (outcome) values[outcome] += count;
  }
  return { date, values };
}

export function newCustomersOf({ date, newCustomers }: Day): Column<'customers'> {
  return { date, values: { customers: newCustomers } };
}

/** The sum of each series. */
export function sums<Series extends string>(series: readonly Series[], columns: readonly Column<Series>[]): Record<Series, number> {
  const entries = series.map((each) => [each, columns.reduce((sum, { values }) => sum + values[each], 0)] as const);
  return Object.fromEntries(entries) as Record<Series, number>;
}

export function total<Series extends string>({ values }: Column<Series>): number {
  return Object.values<number>(values).reduce((sum, value) => sum + value, 0);
}

/** A block of a bar, in hundredths of the height of the chart, from its top. */
export interface Block<Series extends string> {
  series: Series;
  top: number;
  height: number;
}

/** The blocks of each column, stacked; the highest column fills the chart. */
export function stacked<Series extends string>(series: readonly Series[], columns: readonly Column<Series>[]): Block<Series>[][] {
  const highest = Math.max(1, ...columns.map(total));
  return columns.map(({ values }) => {
    let top = 100;
    return series.flatMap((each) => {
      const height = (values[each] / highest) * 100;
      top -= height;
      return height > 0 ? [{ series: each, top, height }] : [];
    });
  });
}
