import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { invite } from '../fixtures/operator';
import { expect, signIn, test } from '../fixtures/test';

const PASSWORD = 'a long enough secret';

async function accept(page: Page, password: string): Promise<void> {
  await page.getByLabel('Your name').fill('Lina');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

test('goes from the link that the operator is given to the first page of the business, once', async ({ page, another, watch }) => {
  watch.expect(422, /accept-invitation/);
  watch.expect(410, /accept-invitation/);
  const email = `lina-${randomUUID()}@example.com`;
  const link = await invite(email, 'Bright Smiles');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up your account');
  await expect(page).toHaveURL(/\/invitation\/$/);
  // Whoever is invited reads it in their own language.
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await accept(page, 'qwertyuiop');
  await expect(page.getByText('Many people use this password')).toBeVisible();
  await accept(page, PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bright Smiles');
  await expect(page.getByText('No calls yet')).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/token/);

  const thief = await another();
  await thief.goto(link);
  await accept(thief, 'the secret of a thief');
  await expect(thief.getByRole('heading', { level: 1 })).toHaveText('This link is not good any more');
  await thief.getByRole('link', { name: 'Sign in' }).click();
  await signIn(thief, email, PASSWORD);
  await expect(thief.getByRole('heading', { level: 1 })).toHaveText('Bright Smiles');
});

test('says that a link is not whole', async ({ page }) => {
  for (const rest of ['', '#token=', '#other=1']) {
    await page.goto('about:blank');
    await page.goto(`/invitation/${rest}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link is not good any more');
  }
});
