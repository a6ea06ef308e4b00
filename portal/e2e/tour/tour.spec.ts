import type { Page } from '@playwright/test';
import { control } from '../fixtures/control';
import { expect, settled, signIn, test } from '../fixtures/test';

/** Of a stack that runs already, such as a container: see `fixtures/stack.ts`. */
const caller = process.env.CALLER ?? '';
const found = (page: Page) => page.locator('tbody tr').filter({ hasText: caller.slice(-4) });

async function search(page: Page): Promise<void> {
  await page.goto(`/customers/?q=${caller.slice(-4)}`);
  await settled(page);
}

test.beforeEach(async ({ page }) => {
  const demo = { email: 'owner@harbour-dental.example', password: 'harbour dental demo' };
  await page.goto('/');
  await signIn(page, demo.email, demo.password);
  await settled(page);
});

test('a stranger who calls becomes a customer', async ({ page }) => {
  await search(page);
  await expect(found(page)).toHaveCount(0);
  await control('/calls', {
    direction: 'inbound',
    from: caller,
    to: '+12025550100',
    apiKey: 'sim-harbour-dental',
    script: { scenario: 'booking', delays: { ringMs: 0, talkMs: 0, webhookMs: 0 } },
  });
  // Without a reload.
  await expect(found(page)).toHaveCount(1, { timeout: 30_000 });
  await found(page).getByRole('link').first().click();
  await settled(page);
  await page.getByRole('list', { name: 'Calls' }).getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Conversation', exact: true }).getByRole('listitem').first()).toContainText('Agent');
});

test('who became a customer is still there', async ({ page }) => {
  await search(page);
  await expect(found(page)).toHaveCount(1);
});
