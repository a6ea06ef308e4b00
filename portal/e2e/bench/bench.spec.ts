import { writeFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { demo } from '../fixtures/demo';
import { Auditor } from '../fixtures/lighthouse';
import { expect, settled, signIn, test } from '../fixtures/test';

// Figures, not tests: what a busy machine takes longer for breaks nothing. `cargo xtask bench portal` runs it.

const RUNS = 5;
const PAGES = [
  ['log-in', '/login/'],
  ['dashboard', '/'],
  ['customers', '/customers/'],
] as const;
const FIGURES = 'test-results/bench.json';

type Bound = { atMost: number } | { atLeast: number };

interface Figure {
  what: string;
  unit: string;
  bound: Bound;
  median: number;
  runs: number[];
}

const figures: Figure[] = [];

function note(what: string, unit: string, bound: Bound, runs: number[]): void {
  const median = [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? NaN;
  figures.push({ what, unit, bound, median, runs });
  const target = 'atMost' in bound ? `at most ${bound.atMost.toString()}` : `at least ${bound.atLeast.toString()}`;
  console.log(`${what}: ${median.toFixed(0)} ${unit} (${target}; ${runs.map((run) => run.toFixed(0)).join(', ')})`);
  writeFileSync(FIGURES, JSON.stringify(figures, null, 2));
}

async function open(page: Page, path: string): Promise<void> {
  const { email, password } = demo();
  await page.goto(`/login/?next=${encodeURIComponent(path)}`);
  await signIn(page, email, password);
  await settled(page);
}

/** Loads a page as if for the first time. */
async function loadAnew(page: Page, session: CDPSession, path: string): Promise<void> {
  await session.send('Network.clearBrowserCache');
  await page.goto(path);
  await settled(page);
}

const largestPaint = (): Promise<number> =>
  new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? NaN)).observe({ type: 'largest-contentful-paint', buffered: true });
  });

async function scriptMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN);
}

test.describe.configure({ mode: 'serial', timeout: 30 * 60_000 });

for (const [name, path] of PAGES) {
  test(`the largest paint of the page ${name}`, async ({ page, context }) => {
    const session = await context.newCDPSession(page);
    if (path !== '/login/') await open(page, path);
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      await loadAnew(page, session, path);
      runs.push(await page.evaluate(largestPaint));
    }
    note(`largest paint, ${name}`, 'ms', { atMost: 1000 }, runs);
  });
}

test('the longest task while 10,000 rows are scrolled', async ({ page }) => {
  const runs: number[] = [];
  await open(page, '/customers/');
  for (let run = 0; run < RUNS; run += 1) {
    await page.goto('/customers/');
    await settled(page);
    runs.push(await page.evaluate(longestTaskOfScrolling));
  }
  note('longest task, 10,000 rows', 'ms', { atMost: 100 }, runs);
});

test('the script of a call of 500 turns', async ({ page, context }) => {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await open(page, '/calls/');
  const row = page.locator('tbody tr').filter({ hasText: 'A very long call' }).getByRole('link').first();
  const path = (await row.getAttribute('href')) ?? '';
  const turns = page.getByRole('region', { name: 'Conversation', exact: true }).locator('ol > li');
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await page.goto('about:blank');
    const before = await scriptMilliseconds(session);
    await page.goto(path);
    await expect(turns).toHaveCount(500);
    await settled(page);
    runs.push((await scriptMilliseconds(session)) - before);
  }
  note('script, a call of 500 turns', 'ms', { atMost: 300 }, runs);
});

for (const [name, path] of PAGES) {
  test(`the performance of the page ${name} as Lighthouse sees it`, async ({ launchOptions }) => {
    const auditor = await Auditor.start(launchOptions);
    if (path !== '/login/') await auditor.signIn();
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push((await auditor.audit(path, 'performance')).score);
    await auditor.stop();
    note(`Lighthouse performance, ${name}`, 'of 100', { atLeast: 95 }, runs);
  });
}

/** A step each frame, as a wheel makes it, to the end of the list. */
async function longestTaskOfScrolling(): Promise<number> {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: 'longtask' });
  const table = document.querySelector('table');
  if (!table) throw new Error('There is no table.');
  while (table.getAttribute('aria-rowcount') === '-1') {
    window.scrollBy(0, 600);
    await new Promise(requestAnimationFrame);
  }
  // Entries come after the task that made them.
  await new Promise((resolve) => setTimeout(resolve));
  observer.disconnect();
  return longest;
}
