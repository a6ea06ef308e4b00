import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Area, type Pulse, type PulseAnswer, PulseWatch } from './pulseWatch';

/** A page that somebody looks at or not, and an API that counts changes. */
class Page {
  isWatched = true;
  pulse: Pulse = { calls: 1, customers: 1, settings: 1 };
  isDown = false;
  asked: (string | undefined)[] = [];
  changed: Area[][] = [];
  #listeners = new Set<() => void>();

  look(isWatched: boolean): void {
    this.isWatched = isWatched;
    for (const listener of this.#listeners) listener();
  }

  watch(): PulseWatch {
    return new PulseWatch({
      now: () => Date.now(),
      isWatched: () => this.isWatched,
      onWatched: (changed) => {
        this.#listeners.add(changed);
        return () => this.#listeners.delete(changed);
      },
      ask: (etag) => this.#answer(etag),
      changed: (areas) => this.changed.push(areas),
    });
  }

  #answer(known: string | undefined): Promise<PulseAnswer | null> {
    this.asked.push(known);
    if (this.isDown) return Promise.reject(new Error('down'));
    const etag = JSON.stringify(this.pulse);
    return Promise.resolve(known === etag ? null : { pulse: { ...this.pulse }, etag });
  }
}

let page: Page;
let watch: PulseWatch;
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

beforeEach(async () => {
  vi.useFakeTimers();
  page = new Page();
  watch = page.watch();
  await pass(0);
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

it('asks at once, and every ten seconds with the tag of what it knows', async () => {
  expect(page.asked).toEqual([undefined]);
  await pass(60);
  expect(page.asked).toHaveLength(7);
  expect(page.asked.slice(1).every((etag) => etag === JSON.stringify(page.pulse))).toBe(true);
  expect(page.changed).toEqual([]);
});

it('tells the areas that changed, once', async () => {
  page.pulse.calls += 3;
  page.pulse.customers += 1;
  await pass(30);
  expect(page.changed).toEqual([['calls', 'customers']]);
  page.pulse.settings += 1;
  await pass(10);
  expect(page.changed).toEqual([['calls', 'customers'], ['settings']]);
});

it('asks nothing while nobody looks, and at once when somebody does again', async () => {
  await pass(1);
  page.look(false);
  page.pulse.calls += 1;
  await pass(3600);
  expect(page.asked).toHaveLength(1);
  page.look(true);
  await pass(0);
  expect(page.asked).toHaveLength(2);
  expect(page.changed).toEqual([['calls']]);
});

it('asks at most twelve times a minute, however often somebody comes and goes', async () => {
  for (let second = 0; second < 60; second += 1) {
    page.look(false);
    page.look(true);
    await pass(1);
  }
  expect(page.asked.length).toBeGreaterThan(6);
  expect(page.asked.length).toBeLessThanOrEqual(12 + 1);
});

it('asks more and more seldom while no answer comes, and says nothing', async () => {
  page.isDown = true;
  await pass(10);
  expect(page.asked).toHaveLength(2);
  await pass(20);
  expect(page.asked).toHaveLength(3);
  await pass(600);
  expect(page.asked.length).toBeLessThanOrEqual(15);
  page.isDown = false;
  page.pulse.calls += 1;
  await pass(60);
  expect(page.changed).toEqual([['calls']]);
  const asked = page.asked.length;
  await pass(10);
  expect(page.asked).toHaveLength(asked + 1);
});

it('asks nothing more once it is stopped, and drops an answer that is on its way', async () => {
  page.pulse.calls += 1;
  await vi.advanceTimersToNextTimerAsync();
  const asked = page.asked.length;
  watch.stop();
  page.look(true);
  page.pulse.customers += 1;
  await pass(120);
  expect(page.asked).toHaveLength(asked);
  expect(page.changed.flat()).not.toContain('customers');
});
