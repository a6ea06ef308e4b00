import type { Page } from '@playwright/test';
import { expect, settled, test } from '../fixtures/test';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const edit = (page: Page, field: string) => page.getByRole('button', { name: `Edit: ${field}`, exact: true });
const form = (page: Page, field: string) => page.getByRole('form', { name: `Edit: ${field}`, exact: true });

test('creates a customer, whose row stands in the list at once', async ({ page, open }) => {
  await open('/customers/');
  await expect(page.getByText('No customers yet')).toBeVisible();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Phone').fill('(202) 555-0181');
  await dialog.getByLabel('Extension').fill('12');
  await dialog.getByLabel('Name').fill('Maya Lindqvist');
  await dialog.getByLabel('Tags').fill('recall');
  await dialog.getByLabel('Tags').press('Enter');
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/v1/customers', async (route) => {
    if (route.request().method() === 'POST') await answered;
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Add customer' }).click();
  // The row is there before the server has answered.
  await expect(page.locator('tr[data-busy]', { hasText: 'Maya Lindqvist' })).toBeVisible();
  answer();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'Maya Lindqvist')).toContainText('+1 202 555 0181');
  await expect(page.locator('tr[data-busy]')).toHaveCount(0);
  await expect(page).toHaveURL(/\/customers\/$/);
});

test('says what is unusual about a number, and keeps it', async ({ page, open, api }) => {
  const strange = 'Saudi Arabia: no range of numbers like this is known. It may be new, or mistyped.';
  const { id } = await api.createCustomer({ phone: '+966201234567', name: 'Maya Lindqvist', otherPhones: [{ phone: '+12025550131' }, { phone: '+971312345678' }] });
  await open('/customers/');
  await expect(row(page, 'Maya Lindqvist').getByText('Unusual number').last()).toBeVisible();
  await expect(row(page, 'Maya Lindqvist').getByTitle(strange).last()).toBeVisible();
  await page.goto(`/customers/customer/?id=${id}`);
  await settled(page);
  await expect(page.getByText(strange)).toBeVisible();
  await expect(page.getByText('United Arab Emirates: no range of numbers like this is known. It may be new, or mistyped.')).toBeVisible();
  await expect(page.getByText('Unusual number')).toHaveCount(2);

  await page.goto('/customers/?new=1');
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Phone').fill('+966 20 123 4568');
  await dialog.getByRole('button', { name: 'Add customer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: strange })).toBeVisible();
});

test('says at the field what the server refuses, and keeps the rest', async ({ page, open, watch }) => {
  watch.expect(422, /customers/);
  await open('/customers/?new=1');
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Phone').fill('12');
  await dialog.getByLabel('Name').fill('Maya');
  await dialog.getByRole('button', { name: 'Add customer' }).click();
  await expect(dialog.getByText('This number has too few digits')).toBeVisible();
  await expect(dialog.getByLabel('Phone')).toBeFocused();
  await expect(dialog.getByLabel('Name')).toHaveValue('Maya');
  await expect(page.locator('tr[data-busy]')).toHaveCount(0);
});

test('leads to the customer who has the number already', async ({ page, open, api, watch }) => {
  watch.expect(409, /customers/);
  const customer = await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await open('/customers/?new=1');
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Phone').fill('+1 202 555 0111');
  await dialog.getByRole('button', { name: 'Add customer' }).click();
  await dialog.getByRole('link', { name: 'Open that customer' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(new RegExp(`id=${customer.id}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
});

test('finds a draft again that was not saved', async ({ page, open }) => {
  await open('/customers/');
  await page.getByRole('button', { name: 'New customer' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New customer' });
  await dialog.getByLabel('Name').fill('Half a name');
  await page.goBack();
  await expect(dialog).toBeHidden();
  await page.goto('/customers/?new=1');
  await expect(dialog.getByText('This is what you typed before.')).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('Half a name');
  await dialog.getByRole('button', { name: 'Start empty' }).click();
  await expect(dialog.getByLabel('Name')).toHaveValue('');
});

test('edits every kind of field in its place', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya' });
  await open(`/customers/customer/?id=${id}`);

  await edit(page, 'Name').click();
  await page.getByLabel('Name', { exact: true }).fill('Maya Lindqvist');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');

  await edit(page, 'Phone').click();
  await form(page, 'Phone').getByLabel('Extension').fill('34');
  await form(page, 'Phone').getByRole('button', { name: 'Save' }).click();

  await edit(page, 'Other numbers').click();
  await form(page, 'Other numbers').getByLabel('Number 1', { exact: true }).fill('+1 202 555 0131');
  await form(page, 'Other numbers').getByLabel('Label').fill('work');
  await form(page, 'Other numbers').getByRole('button', { name: 'Save' }).click();

  await edit(page, 'Consent').click();
  await form(page, 'Consent').getByLabel('To be called').selectOption('granted');
  await form(page, 'Consent').getByLabel('What shows it').fill('Signed form');
  await form(page, 'Consent').getByRole('button', { name: 'Save' }).click();

  await edit(page, 'Custom fields').click();
  await form(page, 'Custom fields').getByLabel('Field', { exact: true }).fill('size');
  await form(page, 'Custom fields').getByLabel('Kind').selectOption('number');
  await form(page, 'Custom fields').getByLabel('Value').fill('42');
  await form(page, 'Custom fields').getByRole('button', { name: 'Save' }).click();

  await edit(page, 'Notes').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('Likes mornings\nand tea');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('and tea')).toBeVisible();

  await expect
    .poll(() => api.customer(id))
    .toMatchObject({
      name: 'Maya Lindqvist',
      phone: '+12025550111',
      phoneExtension: '34',
      otherPhones: [{ phone: '+12025550131', label: 'work' }],
      consent: { status: 'granted', evidence: 'Signed form' },
      customFields: { size: 42 },
      notes: 'Likes mornings\nand tea',
    });
  await page.reload();
  await settled(page);
  await expect(page.getByText('+1 202 555 0131')).toBeVisible();
  await expect(page.getByText('Signed form')).toBeVisible();
});

test('opens an edit again that the server refuses', async ({ page, open, api, watch }) => {
  watch.expect(422, /customers/);
  const { id } = await api.createCustomer({ phone: '+12025550111', email: 'maya@example.com' });
  await open(`/customers/customer/?id=${id}`);
  await edit(page, 'E-mail').click();
  await form(page, 'E-mail').getByLabel('E-mail').fill('not an address');
  await page.keyboard.press('Enter');
  await expect(form(page, 'E-mail').getByText('This is not an e-mail address')).toBeVisible();
  await expect(form(page, 'E-mail').getByLabel('E-mail')).toBeFocused();
  await expect(form(page, 'E-mail').getByLabel('E-mail')).toHaveValue('not an address');
  await page.keyboard.press('Escape');
  await expect(page.getByText('maya@example.com')).toBeVisible();
});

test('lets two people choose where both changed the same', async ({ page, open, api, another, watch }) => {
  watch.expect(412, /customers/);
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya', notes: 'old' });
  const other = await another();
  await open(`/customers/customer/?id=${id}`);
  await open(`/customers/customer/?id=${id}`, other);

  await edit(page, 'Notes').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('mine');
  await edit(other, 'Notes').click();
  await other.getByRole('textbox', { name: 'Notes' }).fill('theirs');
  await other.keyboard.press('Control+Enter');
  await expect.poll(async () => (await api.customer(id)).notes).toBe('theirs');

  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Someone changed this too' });
  await expect(dialog.getByRole('radio', { name: /mine/ })).toBeChecked();
  await dialog.getByRole('radio', { name: /theirs/ }).click();
  await dialog.getByRole('button', { name: 'Save my choice' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('theirs')).toBeVisible();

  // What the other changed is no conflict where it is something else.
  await edit(other, 'Name').click();
  await other.getByLabel('Name', { exact: true }).fill('Maya Lindqvist');
  await other.keyboard.press('Enter');
  await expect.poll(async () => (await api.customer(id)).name).toBe('Maya Lindqvist');
  await edit(page, 'Notes').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('both');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => api.customer(id)).toMatchObject({ name: 'Maya Lindqvist', notes: 'both' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
});

test('keeps a change while the network is gone, and saves it when it is back', async ({ page, open, api, context, watch }) => {
  watch.expect('aborted', /./);
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya' });
  await open(`/customers/customer/?id=${id}`);
  await context.setOffline(true);
  await expect(page.getByText(/You are offline/)).toBeVisible();
  await edit(page, 'Name').click();
  await page.getByLabel('Name', { exact: true }).fill('Maya Lindqvist');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/One change is not saved yet/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
  await context.setOffline(false);
  await expect(page.getByText(/One change is not saved yet/)).toBeHidden();
  await expect.poll(async () => (await api.customer(id)).name).toBe('Maya Lindqvist');
});

test('deletes, takes it back, deletes again and restores from the deleted ones', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await api.createCustomer({ phone: '+12025550112', name: 'Omar Haddad' });
  await open(`/customers/customer/?id=${id}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/customers\/$/);
  await expect(row(page, 'Omar Haddad')).toBeVisible();
  await expect(row(page, 'Maya Lindqvist')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Maya Lindqvist')).toBeVisible();

  await page.getByRole('checkbox', { name: 'Select Maya Lindqvist' }).check();
  await page.getByRole('region', { name: 'Selected customers' }).getByRole('button', { name: 'Delete' }).click();
  await expect(row(page, 'Maya Lindqvist')).toHaveCount(0);
  await page.getByRole('link', { name: 'Deleted', exact: true }).click();
  await page.getByRole('button', { name: 'Restore Maya Lindqvist' }).click();
  await expect(page.getByText('No deleted customers')).toBeVisible();
  await page.getByRole('link', { name: 'Active', exact: true }).click();
  await expect(row(page, 'Maya Lindqvist')).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ name: 'Maya Lindqvist' });
});

test('says that a customer was deleted, and restores it there', async ({ page, open, api, watch }) => {
  watch.expect(410, /customers/);
  const { id, version } = await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await api.send('DELETE', `/v1/customers/${id}`, { headers: { 'if-match': `"${version.toString()}"` } });
  await open(`/customers/customer/?id=${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This customer is deleted');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Lindqvist');
});

test('says that there is no such customer', async ({ page, open, watch }) => {
  watch.expect(404, /customers/);
  await open('/customers/customer/?id=01M8E5QBF19ABM65S89GV37JW0');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customer not found');
});

test('keeps the state of the list in the address', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist', tags: ['recall'] });
  await api.createCustomer({ phone: '+12025550112', name: 'Omar Haddad' });
  await open('/customers/');
  await page.keyboard.press('/');
  await page.keyboard.type('omar');
  await expect(page).toHaveURL(/q=omar/);
  await expect(row(page, 'Maya')).toHaveCount(0);
  await row(page, 'Omar').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Omar Haddad');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('omar');
  await page.reload();
  await settled(page);
  await expect(page.getByRole('searchbox')).toHaveValue('omar');
  await expect(row(page, 'Maya')).toHaveCount(0);
  await expect(row(page, 'Omar')).toBeVisible();
  await page.goBack();
  await expect(row(page, 'Maya')).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('');

  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Tag' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('recall');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/tag=recall/);
  await expect(row(page, 'Omar')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove filter' }).click();
  await expect(row(page, 'Omar')).toBeVisible();
});

test('shows the answer to what was typed last, whichever arrives last', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  await api.createCustomer({ phone: '+12025550112', name: 'Omar Haddad' });
  await open('/customers/');
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/v1/customers?*q=maya*', async (route) => {
    await answered;
    await route.continue().catch(() => undefined);
  });
  const slow = page.waitForRequest(/q=maya/);
  await page.getByRole('searchbox').fill('maya');
  await slow;
  await page.getByRole('searchbox').fill('omar');
  await expect(row(page, 'Maya')).toHaveCount(0);
  answer();
  await expect(row(page, 'Omar')).toBeVisible();
  await expect(row(page, 'Maya')).toHaveCount(0);
});

test('never takes a list that could not be read for an empty one', async ({ page, open, watch }) => {
  watch.expect(500, /customers/);
  await page.route('**/v1/customers?*', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', code: 'internal_error', title: '', status: 500, detail: '', requestId: 'request-4711' }),
    }),
  );
  await open('/customers/');
  await expect(page.getByText('The customers could not be read')).toBeVisible();
  await expect(page.getByText('request-4711')).toBeVisible();
  await expect(page.getByText('No customers yet')).toHaveCount(0);
  await page.unroute('**/v1/customers?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No customers yet')).toBeVisible();
});

test('asks before text that is not saved is left', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya' });
  await open(`/customers/customer/?id=${id}`);
  await edit(page, 'Notes').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('not yet saved');
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('not yet saved');
});

test('shows text of strangers as text', async ({ page, open, api }) => {
  page.on('dialog', () => {
    throw new Error('A script of a stranger has run.');
  });
  const name = '<img src=x onerror=alert(1)>';
  const { id } = await api.createCustomer({ phone: '+12025550111', name, notes: 'a <script>alert(2)</script> b', tags: ['"><svg onload=alert(3)>'] });
  await open('/customers/');
  await expect(page.getByText(name)).toBeVisible();
  await page.goto(`/customers/customer/?id=${id}`);
  await settled(page);
  await expect(page.getByText('<script>alert(2)</script>')).toBeVisible();
  await expect(page.locator('img, [onerror], [onload]')).toHaveCount(0);
});

test('scrolls through many customers with few rows in the page', async ({ page, open, api }) => {
  const customers = Array.from({ length: 120 }, (_, index) => index);
  for (let from = 0; from < customers.length; from += 10) {
    await Promise.all(customers.slice(from, from + 10).map((index) => api.createCustomer({ phone: `+1202555${(1000 + index).toString()}`, name: `Customer ${index.toString()}` })));
  }
  await open('/customers/');
  const rows = page.locator('tbody tr[data-index]');
  await expect(rows.first()).toBeVisible();
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    await expect(page.locator('tr[data-index="119"]')).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await rows.count()).toBeLessThanOrEqual(60);
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '121');
});
