import type { Page } from '@playwright/test';
import { expect, settled, test } from '../fixtures/test';

const rows = (page: Page) => page.locator('tbody tr[data-index]');

test('shows who did what to which record, filtered by the address', async ({ page, open, api }) => {
  const { id } = await api.createCustomer({ name: 'Sam Sample', phone: '+12025550161' });
  await api.send('PATCH', `/v1/customers/${id}`, { body: { notes: 'Prefers mornings' }, headers: { 'if-match': '"1"' } });
  await open('/settings/');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await settled(page);
  await expect(page).toHaveTitle('Audit log · Navaia');
  await expect(page).toHaveURL(/\/settings\/audit\/$/);
  await expect(rows(page).filter({ hasText: 'Changed a customer' })).toContainText('notes');
  await expect(rows(page).filter({ hasText: 'Registered the business' })).toHaveCount(1);

  await page.getByLabel('What').selectOption('customer.created');
  await expect(page).toHaveURL(/action=customer\.created/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/settings\/audit\/$/);
  await page.getByRole('button', { name: `Only this record: Customer ${id}` }).first().click();
  await expect(page).toHaveURL(new RegExp(`record=${id}`));
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Every record' }).click();
  await expect(rows(page).filter({ hasText: 'Registered the business' })).toHaveCount(1);
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);

  const who = page.getByLabel('Who', { exact: true });
  await who.selectOption({ index: 1 });
  await expect(page).toHaveURL(/person=/);
  await expect(rows(page)).toHaveCount(2);
  await page.getByLabel('Month').selectOption({ index: 2 });
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show the whole month' }).click();
  await expect(page.getByText('Nothing was done in this month')).toBeVisible();
  await page.getByLabel('Month').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await rows(page).filter({ hasText: 'Changed a customer' }).getByRole('link', { name: 'Customer' }).click();
  await expect(page).toHaveURL(new RegExp(`/customers/customer/\\?id=${id}`));
});

test('says that it could not be read, and tries again', async ({ page, open, watch }) => {
  watch.expect(500, /v1\/audit/);
  let isDown = true;
  await page.route(/\/v1\/audit/, (route) => (isDown ? route.fulfill({ status: 500, body: '{}' }) : route.continue()));
  await open('/settings/audit/');
  await expect(page.getByText('The audit log could not be read')).toBeVisible();
  await expect(page.getByText('Nothing was done in this month')).toHaveCount(0);
  isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page).filter({ hasText: 'Registered the business' })).toHaveCount(1);
});
