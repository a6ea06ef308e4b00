import type { Page } from '@playwright/test';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Whose call was it?' });

test('says whose call it was, takes that back, and chooses another', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550123', name: 'Maya Lindqvist' });
  await api.createCustomer({ phone: '+12025550124', name: 'Omar Haddad' });
  const voice = await Voice.connect(api);
  const { id } = await voice.call({ person: 'anonymous' });
  await open(`/calls/call/?id=${id}`);
  await page.getByRole('button', { name: 'Choose a customer' }).click();
  await dialog(page).getByRole('textbox').fill('maya');
  await dialog(page).getByRole('button', { name: /Maya Lindqvist/ }).click();
  await expect(heading(page)).toHaveText('Call with Maya Lindqvist');
  await expect(page.getByText('Chosen by a person')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Choose a customer' })).toBeVisible();

  await page.getByRole('button', { name: 'Choose a customer' }).click();
  await dialog(page).getByRole('textbox').fill('0123');
  await dialog(page).getByRole('button', { name: /Maya Lindqvist/ }).click();
  await page.getByRole('button', { name: 'Choose another one' }).click();
  await dialog(page).getByRole('textbox').fill('omar');
  await dialog(page).getByRole('button', { name: /Omar Haddad/ }).click();
  await expect(heading(page)).toHaveText('Call with Omar Haddad');
  await page.reload();
  await settled(page);
  await expect(heading(page)).toHaveText('Call with Omar Haddad');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Choose a customer' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(heading(page)).toHaveText('Call with Omar Haddad');
});

test('finds the calls whose number was not understood, and chooses in the list', async ({ page, open, api }) => {
  await api.createCustomer({ phone: '+12025550123', name: 'Maya Lindqvist' });
  const voice = await Voice.connect(api);
  await voice.call({ person: '1001' });
  await voice.call({ person: '+12025550125' });
  await open('/calls/');
  await page.getByRole('combobox', { name: 'Number' }).selectOption('Not understood');
  await expect(page).toHaveURL(/number=not_understood/);
  const rows = page.locator('tbody tr[data-index]');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('1001');
  await rows.getByRole('button', { name: /Choose/ }).click();
  await dialog(page).getByRole('textbox').fill('maya');
  await dialog(page).getByRole('button', { name: /Maya Lindqvist/ }).click();
  await expect(rows).toContainText('Maya Lindqvist');
});
