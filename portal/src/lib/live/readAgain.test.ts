import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { showsOneOf } from './areas';
import { readAgain } from './useLiveRefresh';

const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  client.clear();
});

/** A query that a page shows; gives how often it was asked. */
async function shown(queryKey: unknown[], data: unknown): Promise<() => number> {
  const ask = vi.fn(() => Promise.resolve(data));
  ends.push(new QueryObserver(client, { queryKey, queryFn: ask }).subscribe(() => undefined));
  await vi.waitFor(() => expect(client.getQueryData(queryKey)).toBeDefined());
  return () => ask.mock.calls.length;
}

it('asks again for what is shown of the areas that changed, and for nothing else', async () => {
  const calls = await shown(['calls', 'list', {}], { pages: [{}] });
  const settings = await shown(['settings'], {});
  client.setQueryData(['calls', 'list', { status: 'busy' }], { pages: [{}] });
  readAgain(client, ['calls']);
  await vi.waitFor(() => expect(calls()).toBe(2));
  expect(settings()).toBe(1);
  expect(client.getQueryState(['settings'])?.isInvalidated).toBe(false);
  expect(client.getQueryState(['calls', 'list', { status: 'busy' }])?.isInvalidated).toBe(true);
});

it('leaves a list alone that somebody has read far', async () => {
  const far = await shown(['customers', 'list', {}], { pages: [{}, {}, {}, {}] });
  const near = await shown(['customers', 'list', { tag: 'vip' }], { pages: [{}] });
  readAgain(client, ['customers']);
  await vi.waitFor(() => expect(near()).toBe(2));
  expect(far()).toBe(1);
});

it('knows what shows an area', () => {
  expect(showsOneOf(['calls'], ['customer', '01CUSTOMER', 'calls'])).toBe(true);
  expect(showsOneOf(['customers'], ['calls', 'list'])).toBe(true);
  expect(showsOneOf(['settings'], ['calls', 'list'])).toBe(false);
  expect(showsOneOf(['calls', 'customers', 'settings'], ['sessions'])).toBe(false);
});
