import type { Page, Request } from '@playwright/test';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

// A page asks every ten seconds.
const SOON = { timeout: 20_000 };

const row = (page: Page, text: string) => page.locator('tbody tr').filter({ hasText: text });

/** Fails at the end if the page was loaded anew in between. */
async function staying(page: Page, work: () => Promise<void>): Promise<void> {
  await page.evaluate(() => (document.documentElement.dataset.stays = 'yes'));
  await work();
  expect(await page.evaluate(() => document.documentElement.dataset.stays)).toBe('yes');
}

test('shows a call that arrives, and its customer, without a reload', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await open('/calls/');
  await expect(row(page, '+1 202 555 0123')).toHaveCount(0);
  await staying(page, async () => {
    await voice.call({ person: '+12025550123' });
    await expect(row(page, '+1 202 555 0123')).toBeVisible(SOON);
    await page.getByRole('link', { name: 'Customers', exact: true }).click();
    await settled(page);
    await expect(row(page, '+1 202 555 0123')).toBeVisible();
    await api.createCustomer({ phone: '+12025550124', name: 'Maya Lindqvist' });
    await expect(row(page, 'Maya Lindqvist')).toBeVisible(SOON);
  });
});

test('shows what others change, and leaves what is being typed', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550124', name: 'Maya Lindqvist' });
  await open(`/customers/customer/?id=${id}`);
  await staying(page, async () => {
    await page.getByRole('button', { name: 'Edit: Notes', exact: true }).click();
    await page.getByRole('textbox', { name: 'Notes' }).fill('Prefers mornings');
    await api.send('PATCH', `/v1/customers/${id}`, { body: { name: 'Maya Berg' }, headers: { 'if-match': '"1"' } });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Berg', SOON);
    await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Prefers mornings');
  });
});

test('asks at most twelve times a minute, and nothing while nobody looks', async ({ page, open }) => {
  await page.clock.install();
  await open('/customers/');
  const asked: string[] = [];
  // Questions of before, which are answered only now, are not among them.
  const unanswered = new Set<Request>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/v1/')) return;
    asked.push(pathname);
    unanswered.add(request);
  });
  page.on('requestfinished', (request) => unanswered.delete(request));
  const pass = async (seconds: number) => {
    await page.clock.runFor(seconds * 1000);
    await expect.poll(() => unanswered.size).toBe(0);
  };
  // What watches is loaded when there is time for it.
  await expect
    .poll(async () => {
      await pass(1);
      return asked.length;
    })
    .toBeGreaterThan(0);
  asked.splice(0);
  for (let second = 0; second < 60; second += 5) await pass(5);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.length).toBeLessThanOrEqual(12);
  expect(new Set(asked)).toEqual(new Set(['/v1/overview/pulse']));

  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  asked.splice(0);
  for (let minute = 0; minute < 4; minute += 1) await pass(60);
  expect(asked).toEqual([]);
});
