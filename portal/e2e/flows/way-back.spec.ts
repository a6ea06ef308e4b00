import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { instantOf } from '../../src/lib/time/instant';
import { Workspace } from '../fixtures/simulator';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const edit = (page: Page, field: string) => button(page, `Edit: ${field}`);
const form = (page: Page, field: string) => page.getByRole('form', { name: `Edit: ${field}`, exact: true });
const rows = (page: Page) => page.locator('tbody tr[data-index]');
const hoursAgo = (hours: number) => instantOf(Date.now() - hours * 3_600_000);

test('leaves a field as it was', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550111', name: 'Maya' });
  await open('/');
  for (const path of [`/customers/customer/?id=${id}`, '/settings/', '/account/profile/']) {
    await page.goto(path);
    await settled(page);
    await edit(page, 'Name').click();
    await form(page, 'Name').getByLabel('Name').fill('Somebody else');
    await form(page, 'Name').getByRole('button', { name: 'Cancel' }).click();
    await expect(edit(page, 'Name')).toBeFocused();
    await expect(page.getByText('Somebody else')).toHaveCount(0);
  }
});

test('takes numbers and fields away again before they are saved', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ phone: '+12025550111', otherPhones: [{ phone: '+12025550112' }, { phone: '+12025550113' }], customFields: { size: 42 } });
  await open(`/customers/customer/?id=${id}`);
  await edit(page, 'Other numbers').click();
  const numbers = form(page, 'Other numbers');
  await numbers.getByRole('button', { name: 'Add a number' }).click();
  await numbers.getByLabel('Number 3', { exact: true }).fill('+1 202 555 0114');
  await numbers.getByRole('button', { name: 'Remove number 1' }).click();
  await numbers.getByRole('button', { name: 'Save' }).click();
  await edit(page, 'Custom fields').click();
  const fields = form(page, 'Custom fields');
  await fields.getByRole('button', { name: 'Add a field' }).click();
  await fields.getByLabel('Field', { exact: true }).last().fill('colour');
  await fields.getByLabel('Value').last().fill('blue');
  await fields.getByRole('button', { name: 'Remove field size' }).click();
  await fields.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => api.customer(id)).toMatchObject({ otherPhones: [{ phone: '+12025550113' }, { phone: '+12025550114' }], customFields: { colour: 'blue' } });
  expect((await api.customer(id)).customFields).toEqual({ colour: 'blue' });
});

test('keeps what another person saved, where one’s own is discarded', async ({ page, open, api, watch }) => {
  watch.expect(412, /customers/);
  const { id } = await api.createCustomer({ phone: '+12025550111', notes: 'old' });
  await open(`/customers/customer/?id=${id}`);
  await edit(page, 'Notes').click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('mine');
  await api.send('PATCH', `/v1/customers/${id}`, { body: { notes: 'theirs' }, headers: { 'if-match': '"1"' } });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard my change' }).click();
  await expect(page.getByText('theirs')).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ notes: 'theirs', version: 2 });
});

test('closes what is opened over a list', async ({ page, open }) => {
  await open('/customers/?new=1');
  const drawer = page.getByRole('dialog', { name: 'New customer' });
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(page).toHaveURL(/\/customers\/$/);
  await button(page, 'New customer').first().click();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(drawer).toHaveCount(0);
});

test('shows credentials while they are typed, and forgets them', async ({ page, open, watch }) => {
  watch.expect(404, /voice-connection/);
  await open('/settings/voice/?edit=key');
  const drawer = page.getByRole('dialog', { name: 'Connect ElevenLabs' });
  await drawer.getByLabel('API key').fill('hush-api-key-1');
  await drawer.getByRole('button', { name: 'Show or hide what is typed' }).first().click();
  await expect(drawer.getByLabel('API key')).toHaveAttribute('type', 'text');
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(drawer).toHaveCount(0);
  await button(page, 'Connect ElevenLabs').click();
  await expect(drawer.getByLabel('API key')).toHaveValue('');
});

test('filters customers by each exact value, and shows all again', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550111', name: 'Maya', email: 'maya@example.com', externalId: 'crm-1' });
  await api.createCustomer({ phone: '+12025550112', name: 'Omar' });
  await open('/customers/');
  for (const [by, value] of [
    ['Phone', '+12025550111'],
    ['E-mail', 'maya@example.com'],
    ['External ID', 'crm-1'],
  ] as const) {
    await button(page, 'Filter').click();
    await page.getByRole('menuitem', { name: by, exact: true }).click();
    await page.getByRole('textbox', { name: by, exact: true }).fill(value);
    await button(page, 'Apply').click();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText('Maya');
    await button(page, 'Remove filter').click();
    await expect(rows(page)).toHaveCount(2);
  }
  await page.getByRole('searchbox').fill('nobody has this name');
  await button(page, 'Show all customers').click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('searchbox').fill('omar');
  await expect(rows(page)).toHaveCount(1);
  await button(page, 'Clear search').click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Select Omar' }).check();
  await button(page, 'Clear selection').click();
  await expect(page.getByRole('checkbox', { name: 'Select Omar' })).not.toBeChecked();
  await expect(page.getByRole('region', { name: 'Selected customers' })).toHaveCount(0);
});

test('filters the inbox, shows all again, and reads it anew', async ({ page, open, api }) => {
  const agentId = `agent_${randomUUID()}`;
  const workspace = await Workspace.connect(api, [agentId]);
  await workspace.call(agentId, 'unclaimed');
  await open('/operations/?state=failed');
  await button(page, 'Show everything').click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel('State').selectOption('unclaimed');
  await button(page, 'Process all again').click();
  const dialog = page.getByRole('dialog', { name: 'Process all again' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await button(page, 'Clear filters').click();
  await expect(page).toHaveURL(/\/operations\/$/);
  const readAgain = page.waitForResponse(/\/v1\/operations\/inbox/);
  await button(page, 'Refresh').click();
  await readAgain;
});

test('goes to the next call by its button', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  // Calls of the same second are in no order of theirs.
  for (const digit of [1, 2]) await voice.call({ person: `+1202555011${digit.toString()}`, startedAt: hoursAgo(3 - digit), script: { scenario: 'price_question' } });
  await open('/calls/');
  await rows(page).first().getByRole('link').click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('+1 202 555 0112');
  await button(page, 'Next call of the list').click();
  await expect(heading).toContainText('+1 202 555 0111');
});

test('copies the id of a request that failed', async ({ page, open, watch, context }) => {
  watch.expect(500, /sessions/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route('**/v1/auth/sessions', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', code: 'internal_error', title: '', status: 500, detail: '', requestId: 'request-4711' }),
    }),
  );
  await open('/account/sessions/');
  await button(page, 'Copy').click();
  await expect(button(page, 'Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('request-4711');
});

test('signs out where the sessions are', async ({ page, open }) => {
  await open('/account/sessions/');
  await page.locator('#content').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/login/);
});

test('leaves the page to somebody else, where the session has ended', async ({ page, open, api, watch }) => {
  watch.expect(401, /./);
  await open('/customers/');
  await api.endOtherSessions();
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByRole('button', { name: 'Sign in as someone else' }).click();
  await expect(page).toHaveURL(/login/);
  await expect(page.getByLabel('E-mail address')).toHaveValue('');
});
