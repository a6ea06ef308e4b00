import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const card = (page: Page) => page.getByRole('region', { name: 'Collected data' });
const preview = (page: Page) => page.getByRole('region', { name: 'What the latest calls would give' });
const names = async (api: { send: <T>(method: string, path: string) => Promise<T> }) => (await api.send<{ customer: { name: string[] } }>('GET', '/v1/settings/collected-data')).customer.name;

test('maps collected data, with what the latest calls would give', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await voice.call({ script: { dataCollection: { who: 'Robin Told', full_name: 'unknown' } } });
  await open('/settings/');
  await card(page).getByRole('button', { name: 'Show the latest calls' }).click();
  // A name that says nothing is none.
  await expect(preview(page)).toContainText('Nothing');
  await card(page).getByRole('button', { name: 'Edit: Customer’s name' }).click();
  await card(page).getByLabel('Customer’s name', { exact: true }).fill('full_name, who');
  await expect(preview(page)).toContainText('Robin Told');
  await card(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(preview(page)).toContainText('Nothing');

  await card(page).getByRole('button', { name: 'Edit: Customer’s name' }).click();
  await card(page).getByLabel('Customer’s name', { exact: true }).fill('who,');
  await card(page).getByRole('button', { name: 'Save' }).click();
  await expect(preview(page)).toContainText('Robin Told');
  await expect.poll(() => names(api)).toEqual(['who']);
});

test('keeps what is typed where somebody else saved first, and says what is wrong with it', async ({ page, open, api, watch }) => {
  watch.expect(412, /collected-data/);
  watch.expect(422, /collected-data/);
  await open('/settings/');
  const field = card(page).getByLabel('Customer’s name', { exact: true });
  await card(page).getByRole('button', { name: 'Edit: Customer’s name' }).click();
  await field.fill('mine');
  await api.send('PUT', '/v1/settings/collected-data', { body: { customer: { name: ['theirs'], email: [], language: [] } }, headers: { 'if-match': '"1"' } });
  await card(page).getByRole('button', { name: 'Save' }).click();
  const choice = page.getByRole('dialog', { name: 'Someone changed this too' });
  await expect(choice).toContainText('mine');
  await expect(choice).toContainText('theirs');
  await choice.getByRole('button', { name: 'Save my choice' }).click();
  await expect.poll(() => names(api)).toEqual(['mine']);
  // What they cleared stays so.
  await expect(card(page)).toContainText('Not filled in from calls');

  await card(page).getByRole('button', { name: 'Edit: Customer’s name' }).click();
  await field.fill('x'.repeat(101));
  await card(page).getByRole('button', { name: 'Save' }).click();
  await expect(field).toHaveValue('x'.repeat(101));
  await expect(field).toHaveAccessibleDescription(/./);
});
