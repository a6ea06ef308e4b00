import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import type { Api } from '../fixtures/api';

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
const bar = (page: Page) => page.getByRole('region', { name: 'Selected customers' });
const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

/** The last one is on top of the list. */
async function fill(api: Api): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [place, name] of ['Ada', 'Ben', 'Cleo', 'Dina', 'Emil'].entries()) {
    ids[name] = (await api.createCustomer({ phone: `+1202555012${place.toString()}`, name, tags: ['old'] })).id;
  }
  return ids;
}

test('tags a range of customers, and takes a tag away', async ({ page, open, api }) => {
  const ids = await fill(api);
  await open('/customers/');
  await box(page, 'Emil').check();
  await box(page, 'Cleo').click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('3 selected');
  await bar(page).getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('vip');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('3 done');
  await expect(row(page, 'Dina')).toContainText('vip');
  await expect(row(page, 'Ben')).not.toContainText('vip');
  await bar(page).getByRole('button', { name: 'Remove tag' }).click();
  await page.getByRole('menuitem', { name: 'old' }).click();
  await expect(row(page, 'Dina')).not.toContainText('old');
  await expect(bar(page)).toContainText('3 done');
  expect(await api.customer(ids.Cleo ?? '')).toMatchObject({ tags: ['vip'], version: 3 });
  expect(await api.customer(ids.Ada ?? '')).toMatchObject({ tags: ['old'], version: 1 });
});

test('deletes all that are loaded, and takes it back', async ({ page, open, api }) => {
  await fill(api);
  await open('/customers/');
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).check();
  await expect(bar(page)).toContainText('5 selected');
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No customers yet')).toBeVisible();
  await expect(page.getByText('5 customers are deleted')).toBeVisible();
  expect(await api.customers()).toHaveLength(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Ada')).toBeVisible();
  await expect(page.getByText('5 customers are back')).toBeVisible();
  expect(await api.customers()).toHaveLength(5);
});

test('says of each why it is not done, and does the others', async ({ page, open, api }) => {
  const ids = await fill(api);
  await open('/customers/');
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).check();
  await expect(bar(page).getByRole('button', { name: 'Delete' })).toBeVisible();
  await api.send('PATCH', `/v1/customers/${ids.Ben ?? ''}`, { body: { notes: 'Mine' }, headers: { 'if-match': '"1"' } });
  await api.send('DELETE', `/v1/customers/${ids.Dina ?? ''}`, { headers: { 'if-match': '"1"' } });
  await api.send('POST', `/v1/customers/${ids.Dina ?? ''}/restore`);
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  await expect(bar(page)).toContainText('3 done');
  await expect(bar(page)).toContainText('2 not');
  const reasons = bar(page).getByRole('list', { name: 'Not done' });
  await expect(reasons.getByRole('listitem')).toHaveCount(2);
  await expect(reasons).toContainText('Another person changed this in the meantime');
  await expect(row(page, 'Ben')).toBeVisible();
  await expect(row(page, 'Ada')).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'Close the result' }).click();
  await expect(bar(page)).toContainText('2 selected');
  expect((await api.customers()).map(({ name }) => name).sort()).toEqual(['Ben', 'Dina']);
});
