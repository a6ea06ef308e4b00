import { randomUUID } from 'node:crypto';
import { expect, settled, signIn, test } from '../fixtures/test';

test('registers a business and shows its first page', async ({ page }) => {
  await page.goto('/register/');
  await page.getByLabel('Name of the business').fill('Bright Smiles');
  await page.getByLabel('Country').selectOption('SA');
  await page.getByLabel('Your name').fill('Lina');
  await page.getByLabel('E-mail address').fill(`lina-${randomUUID()}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill('a long enough secret');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bright Smiles');
  await expect(page.getByText('No calls yet')).toBeVisible();
});

test('says at the fields what is wrong with a registration', async ({ page, api, watch }) => {
  watch.expect(422, /register/);
  watch.expect(409, /register/);
  await page.goto('/register/');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Name of the business')).toBeFocused();
  await page.getByLabel('Name of the business').fill('Bright Smiles');
  await page.getByLabel('Your name').fill('Lina');
  await page.getByLabel('E-mail address').fill(api.email);
  await page.getByLabel('Password', { exact: true }).fill('qwertyuiop');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Many people use this password')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.getByLabel('Password', { exact: true }).fill('a long enough secret');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('There is an account with this e-mail address already')).toBeVisible();
});

test('says the same of a wrong password and of an unknown address, and keeps the address', async ({ page, api, watch }) => {
  watch.expect(401, /login/);
  await page.goto('/login/');
  const submit = page.getByRole('button', { name: 'Sign in', exact: true });
  for (const email of [api.email, `nobody-${randomUUID()}@example.com`]) {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await submit.click();
    await expect(page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' })).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue(email);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  }
});

test('counts down after too many tries', async ({ page, watch }) => {
  watch.expect(429, /login/);
  await page.route('**/v1/auth/login', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '2', 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', code: 'too_many_requests', title: '', status: 429, detail: '', requestId: 'r' }),
    }),
  );
  await page.goto('/login/');
  await page.getByLabel('E-mail address').fill('a@example.com');
  await page.getByLabel('Password', { exact: true }).fill('x');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: /Wait \d s/ })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
});

test('goes back to where one came from, and stays signed in after a reload', async ({ page, api }) => {
  await page.goto('/customers/?order=updated');
  await expect(page).toHaveURL(/\/login\/\?next=/);
  await signIn(page, api.email, api.password);
  await expect(page).toHaveURL(/\/customers\/\?order=updated$/);
  await page.reload();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers');
});

test('signs out in every tab', async ({ page, open, context }) => {
  await open('/customers/');
  const second = await context.newPage();
  await second.goto('/');
  await settled(second);
  await page.getByRole('button', { name: /Robin Example/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/login/);
  await expect(second).toHaveURL(/login/);
});

test('asks to sign in again over the page, keeps what was typed and sends it once', async ({ page, open, api, watch }) => {
  watch.expect(401, /./);
  await open('/customers/?new=1');
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Phone').fill('+12025550190');
  await dialog.getByLabel('Name').fill('Kept Through');
  await api.endOtherSessions();
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/customers')) keys.push(request.headers()['idempotency-key']);
  });
  await dialog.getByRole('button', { name: 'Add customer' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again.getByLabel('E-mail address')).toHaveValue(api.email);
  await again.getByLabel('Password', { exact: true }).fill(api.password);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(page.getByRole('link', { name: 'Kept Through' })).toBeVisible();
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  expect(await api.customers()).toHaveLength(1);
});

test('lists the sessions and ends one', async ({ page, open, another, watch }) => {
  watch.expect(401, /./);
  const elsewhere = await another();
  await open('/', elsewhere);
  await open('/account/sessions/');
  await expect(page.getByText('This browser')).toBeVisible();
  const others = page.getByRole('button', { name: /End session of/ });
  const before = await others.count();
  await others.first().click();
  await expect(others).toHaveCount(before - 1);
});

test('changes the password', async ({ page, open, api, watch }) => {
  watch.expect(422, /change-password/);
  await open('/account/password/');
  await page.getByLabel('Current password').fill('not this one');
  await page.getByLabel('New password').fill('another long secret');
  await page.getByRole('button', { name: 'Change password', exact: true }).last().click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await expect(page.getByLabel('Current password')).toBeFocused();
  await page.getByLabel('Current password').fill(api.password);
  await page.getByRole('button', { name: 'Change password', exact: true }).last().click();
  await expect(page.getByText('Your password is changed')).toBeVisible();
});
