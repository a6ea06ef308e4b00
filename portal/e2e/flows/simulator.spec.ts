import { expect, settled, test } from '../fixtures/test';

test('connects a new business, makes a call happen, and shows it when it arrives', async ({ page, open }) => {
  await open('/');
  await page.getByRole('link', { name: 'Simulator' }).click();
  await settled(page);
  await expect(page.getByRole('button', { name: 'Call', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Connect to the simulator' }).click();
  await expect(page.getByText('Connected. Calls can be made now.')).toBeVisible();
  await page.getByLabel('What is said').selectOption('booking');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(page.getByText('The call is under way. Waiting for its report…')).toBeVisible();
  await expect(page.getByText('The call is here.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('list', { name: 'Latest calls' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('link', { name: 'Open the call' }).click();
  await settled(page);
  await expect(page.getByRole('region', { name: 'Conversation', exact: true })).toBeVisible();
});

test('says what the simulator refuses', async ({ page, open, watch }) => {
  watch.expect(422, /simulator/);
  await open('/simulator/');
  await page.getByRole('button', { name: 'Connect to the simulator' }).click();
  await expect(page.getByText('Connected. Calls can be made now.')).toBeVisible();
  await page.route('**/simulator/control/calls', (route) => route.fulfill({ status: 422, json: { detail: 'no such scenario' } }));
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(page.getByRole('alert', { name: 'The call was not made' })).toContainText('no such scenario');
});
