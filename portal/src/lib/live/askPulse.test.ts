import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askEarly, askPulse } from './askPulse';

const asked = vi.hoisted(() => vi.fn<(path: string, options: { params: { header: Record<string, string> } }) => Promise<unknown>>());
vi.mock('@/lib/api', () => ({ askedOnce: { GET: asked } }));

const { signal } = new AbortController();
let count: number;

beforeEach(() => {
  vi.useFakeTimers();
  count = 0;
  asked.mockReset();
  asked.mockImplementation(() => {
    count += 1;
    const pulse = { calls: count, customers: 0, settings: 0 };
    return Promise.resolve({ data: pulse, response: new Response(null, { headers: { etag: `"${count.toString()}"` } }) });
  });
});
afterEach(() => vi.useRealTimers());

it('answers the first question with what was asked for early, and the next ones anew', async () => {
  askEarly();
  expect(asked).toHaveBeenCalledTimes(1);
  expect((await askPulse(undefined, signal))?.pulse.calls).toBe(1);
  expect(asked).toHaveBeenCalledTimes(1);
  expect((await askPulse('"1"', signal))?.pulse.calls).toBe(2);
  expect(asked.mock.lastCall?.[1].params.header).toEqual({ 'If-None-Match': '"1"' });
});

it('asks anew where the early answer belongs to a page that was left long ago', async () => {
  askEarly();
  vi.advanceTimersByTime(60_000);
  expect((await askPulse(undefined, signal))?.pulse.calls).toBe(2);
});

it('fails where the early question failed, and asks anew after that', async () => {
  asked.mockRejectedValueOnce(new Error('down'));
  askEarly();
  await expect(askPulse(undefined, signal)).rejects.toThrow('down');
  expect((await askPulse(undefined, signal))?.pulse.calls).toBe(1);
});
