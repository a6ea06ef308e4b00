import type { Page } from '@playwright/test';
import { demo } from '../fixtures/demo';
import { expect, settled, signIn, test } from '../fixtures/test';

/** What a page may hold of a list, however long that is. */
const MOST_ROWS = 60;
const CUSTOMERS = 10_000;
const TURNS = 500;

async function open(page: Page, path: string): Promise<void> {
  const { email, password } = demo();
  await page.goto(`/login/?next=${encodeURIComponent(path)}`);
  await signIn(page, email, password);
  await settled(page);
}

test.beforeEach(({ page }) => {
  page.on('dialog', (dialog) => {
    throw new Error(`A name was run: ${dialog.message()}`);
  });
});

test('keeps few of 10,000 rows in the page, to the end of the list and back', async ({ page }) => {
  test.setTimeout(10 * 60_000);
  await open(page, '/customers/');
  const table = page.getByRole('table', { name: 'Customers' });
  await expect(table).toHaveAttribute('aria-rowcount', '-1');
  const { most, pages } = await page.evaluate(scrollToTheEnd);
  expect(pages, 'each page of the list was asked for').toBeGreaterThan(CUSTOMERS / 50);
  expect(most).toBeLessThanOrEqual(MOST_ROWS);
  expect(Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(CUSTOMERS);

  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(table.locator('tr[data-index="0"]')).toBeInViewport();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await expect(table.locator('tr[data-index="5010"]')).toBeInViewport();
  expect(await table.locator('tr[data-index]').count()).toBeLessThanOrEqual(MOST_ROWS);
});

test('shows names that are script, or as long as names may be, as text', async ({ page }) => {
  await open(page, '/customers/?q=script');
  await expect(page.locator('tbody tr').filter({ hasText: '<script>alert(1)</script>' }).first()).toBeVisible();
  // Of so many words the first two and the last ones are found.
  await page.goto('/customers/?q=Maya%20Jos%C3%A9');
  await settled(page);
  await expect(page.locator('tbody tr[data-index]').first()).toContainText('Maya José Siobhán Grace');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'nothing is wider than the window').toBeLessThanOrEqual(0);
});

test('opens a call of 500 turns', async ({ page }) => {
  await open(page, '/calls/');
  await page.locator('tbody tr').filter({ hasText: 'A very long call' }).getByRole('link').first().click();
  const turns = page.getByRole('region', { name: 'Conversation', exact: true }).locator('ol > li');
  await expect(turns).toHaveCount(TURNS);
  await turns.last().scrollIntoViewIfNeeded();
  await expect(turns.last()).toBeInViewport();
});

/** Goes on to the end of the list, and tells the most rows that were in the page at once, and how often it grew. */
async function scrollToTheEnd(): Promise<{ most: number; pages: number }> {
  const table = document.querySelector('table');
  if (!table) throw new Error('There is no table.');
  let most = 0;
  let pages = 1;
  const count = () => (most = Math.max(most, table.querySelectorAll('tr[data-index]').length));
  const observer = new MutationObserver(count);
  observer.observe(table, { childList: true, subtree: true });
  count();
  let height = document.documentElement.scrollHeight;
  while (table.getAttribute('aria-rowcount') === '-1') {
    window.scrollTo(0, height);
    await new Promise(requestAnimationFrame);
    if (document.documentElement.scrollHeight > height) pages += 1;
    height = document.documentElement.scrollHeight;
  }
  observer.disconnect();
  return { most, pages };
}
