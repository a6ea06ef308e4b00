import { afterEach, expect, it, vi } from 'vitest';
import { whenOnline } from './lazily';

afterEach(() => vi.restoreAllMocks());

it('fetches a part at once where there is a network', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
  expect(await whenOnline(() => Promise.resolve('part'))).toBe('part');
});

it('waits for the network before it fetches a part', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const load = vi.fn(() => Promise.resolve('part'));
  const part = whenOnline(load);
  await Promise.resolve();
  expect(load).not.toHaveBeenCalled();
  window.dispatchEvent(new Event('online'));
  expect(await part).toBe('part');
});
