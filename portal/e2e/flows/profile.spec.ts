import type { Page } from '@playwright/test';
import { expect, settled, signIn, test } from '../fixtures/test';

const edit = (page: Page, field: string) => page.getByRole('button', { name: `Edit: ${field}`, exact: true });
const form = (page: Page, field: string) => page.getByRole('form', { name: `Edit: ${field}`, exact: true });

test('keeps name, language and time zone, and shows them everywhere', async ({ page, open, api }) => {
  await open('/customers/');
  await page.getByRole('button', { name: /Robin Example/ }).click();
  await page.getByRole('menuitem', { name: 'My profile' }).click();
  await expect(page).toHaveURL(/\/account\/profile\/$/);
  await expect(page).toHaveTitle('My profile · Navaia');
  await settled(page);
  await edit(page, 'Name').click();
  await form(page, 'Name').getByLabel('Name').fill('Robin Sample');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Robin Sample/ })).toBeVisible();
  await edit(page, 'Time zone').click();
  await form(page, 'Time zone').getByLabel('Time zone').selectOption('Asia/Riyadh');
  await form(page, 'Time zone').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Asia/Riyadh')).toBeVisible();
  await edit(page, 'Language').click();
  await form(page, 'Language').getByLabel('Language').selectOption('العربية');
  await form(page, 'Language').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ملفّي الشخصي');
  await expect.poll(() => api.send('GET', '/v1/auth/me')).toMatchObject({ user: { name: 'Robin Sample', language: 'ar', timeZone: 'Asia/Riyadh', version: 4 } });
});

test('has the language of the person on every device, and that of the browser before and after', async ({ page, open, api, another }) => {
  await api.send('PATCH', '/v1/auth/me', { body: { language: 'ar' }, headers: { 'if-match': '"1"' } });
  await open('/customers/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('العملاء');
  await page.reload();
  await settled(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  const other = await another();
  await other.goto('/login/');
  await expect(other.locator('html')).toHaveAttribute('lang', 'en');
  await signIn(other, api.email, api.password);
  await expect(other.locator('html')).toHaveAttribute('lang', 'ar');
  await other.getByRole('button', { name: /Robin Example/ }).click();
  await other.getByRole('menuitem').last().click();
  await expect(other).toHaveURL(/login/);
  await expect(other.locator('html')).toHaveAttribute('lang', 'en');
});

test('asks which of two names is kept, and before it is left', async ({ page, open, api, watch }) => {
  watch.expect(412, /auth\/me/);
  await open('/account/profile/');
  await edit(page, 'Name').click();
  await form(page, 'Name').getByLabel('Name').fill('Mine');
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await api.send('PATCH', '/v1/auth/me', { body: { name: 'Theirs' }, headers: { 'if-match': '"1"' } });
  await form(page, 'Name').getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Someone changed this too' });
  await expect(dialog).toContainText('Theirs');
  await dialog.getByRole('button', { name: 'Save my choice' }).click();
  await expect.poll(() => api.send('GET', '/v1/auth/me')).toMatchObject({ user: { name: 'Mine', version: 3 } });
});
