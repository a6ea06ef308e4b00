import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const SOON = { timeout: 20_000 };

test('leads a newcomer on, and shows the first call by itself', async ({ page, open, api, watch }) => {
  watch.expect(404, /voice-connection/);
  await open('/');
  await expect(page.getByText('No calls yet')).toBeVisible();
  await page.getByRole('link', { name: 'Connect the voice provider' }).click();
  await expect(page).toHaveURL(/settings\/voice/);
  await page.goBack();
  await settled(page);

  const voice = await Voice.connect(api);
  await voice.call({ person: '+12025550123', script: { scenario: 'booking' } });
  const calls = page.getByRole('region', { name: 'Calls of the last 30 days', exact: true });
  await expect(calls).toBeVisible(SOON);
  await expect(calls).toContainText('Conversations 1');
  await expect(page.getByRole('region', { name: 'New customers of the last 30 days', exact: true })).toContainText('New customers 1');

  // The bars as a table, by the keyboard.
  await calls.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(calls.getByRole('row').nth(1).getByRole('cell').first()).toHaveText('1');

  await page.getByRole('list', { name: 'Latest calls' }).getByRole('link', { name: 'Check-up booked' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Call with');
});

test('draws each outcome in a colour of its own, by day and by night', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await voice.call({ person: '+12025550123', script: { scenario: 'booking' } });
  await open('/');
  const calls = page.getByRole('region', { name: 'Calls of the last 30 days', exact: true });
  const bar = calls.locator('rect').first();
  await expect(bar).toBeVisible(SOON);
  const colours = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const marks = await calls.locator('li > [aria-hidden]').evaluateAll((all) => all.map((mark) => getComputedStyle(mark).backgroundColor));
    expect(marks).toHaveLength(5);
    for (const mark of marks) colours.add(mark);
    expect(await bar.evaluate((rect) => getComputedStyle(rect).fill), 'as in the legend').toBe(marks[0]);
  }
  expect([...colours], 'all different, and none left out').toHaveLength(10);
});

test('needs the refresh and two more requests after a reload', async ({ page, open }) => {
  await open('/');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/v1/')) asked.push(pathname);
  });
  await page.reload();
  await settled(page);
  expect(asked.filter((path) => path !== '/v1/overview/pulse').sort()).toEqual(['/v1/auth/refresh', '/v1/operations/inbox', '/v1/overview/dashboard']);
});

test('says that it could not be read, which is not that there is nothing', async ({ page, open, watch }) => {
  watch.expect(500, /dashboard|inbox/);
  await page.route(/\/v1\/(overview\/dashboard|operations\/inbox)/, (route) => route.fulfill({ status: 500, body: '{}' }));
  await open('/');
  await expect(page.getByText('The overview could not be read')).toBeVisible();
  await expect(page.getByText('The inbox could not be read')).toBeVisible();
  await expect(page.getByText('No calls yet')).toHaveCount(0);
  await page.unroute(/\/v1\/(overview\/dashboard|operations\/inbox)/);
  await page.getByRole('alert').filter({ hasText: 'overview' }).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No calls yet')).toBeVisible();
});
