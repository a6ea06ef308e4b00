import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Workspace } from '../fixtures/simulator';
import { expect, settled, test } from '../fixtures/test';

const rows = (page: Page) => page.locator('tbody tr[data-index]');
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Delivery' });

test('lists deliveries with their reason, filters them by the address and goes back', async ({ page, open, api }) => {
  const [known, unknown] = [`agent_${randomUUID()}`, `agent_${randomUUID()}`];
  const workspace = await Workspace.connect(api, [known, unknown]);
  await api.send('POST', '/v1/settings/voice-agents', { body: { agentId: known, name: 'Reception' } });
  await workspace.call(known, 'processed');
  await workspace.call(unknown, 'unclaimed');
  await workspace.call(known, 'unreadable', { webhookFault: 'garbage' });

  await open('/');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await settled(page);
  await expect(page).toHaveTitle('Inbox · Navaia');
  // What needs somebody stands first.
  await expect(rows(page).first()).toContainText('Its agent is not registered.');
  await expect(rows(page).filter({ hasText: 'Its form is not known.' })).toHaveCount(1);
  await expect(rows(page).last()).toContainText('In a call');

  // What was delivered can be read where nothing could be made of it.
  await rows(page).filter({ hasText: 'Its form is not known.' }).getByRole('link').first().click();
  await drawer(page).getByRole('button', { name: 'Show what was delivered' }).click();
  await expect(drawer(page).getByRole('region')).toContainText('{"data"');
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toBeHidden();

  await page.getByLabel('State').selectOption('unclaimed');
  await expect(page).toHaveURL(/state=unclaimed/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel('To', { exact: true }).fill('2020-01-31');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByLabel('From').fill('2020-02-01');
  await expect(page.getByText('The first day comes after the last one.')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/operations\/\?state=unclaimed$/);
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('');
  await expect(rows(page)).toHaveCount(1);

  await page.getByRole('link', { name: /^Call report, No agent/ }).press('Enter');
  await expect(drawer(page)).toContainText(unknown);
  await expect(drawer(page)).toContainText('Register the agent. Then it is processed by itself.');
  await page.reload();
  await expect(drawer(page)).toContainText(unknown);
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toBeHidden();
  await expect(page).toHaveURL(/\/operations\/\?state=unclaimed$/);
});

test('processes a delivery again and says what became of it', async ({ page, open, api }) => {
  const agentId = `agent_${randomUUID()}`;
  const workspace = await Workspace.connect(api, [agentId]);
  await api.send('POST', '/v1/settings/voice-agents', { body: { agentId, name: 'Reception' } });
  await workspace.call(agentId, 'processed');
  const [before] = await workspace.inbox('processed');
  await open('/operations/');
  await rows(page).first().click();
  await drawer(page).getByRole('button', { name: 'Process again' }).click();
  await expect(drawer(page).getByText('Done: it is in a call.')).toBeVisible();
  const [after] = await workspace.inbox('processed');
  expect(after?.id).toBe(before?.id);
  expect(after?.callId).toBe(before?.callId);
  expect(after?.settledAt).not.toBe(before?.settledAt);
  expect((await api.send<{ items: unknown[] }>('GET', '/v1/calls')).items).toHaveLength(1);
});

test('says that an agent is still missing, and leads to registering it', async ({ page, open, api }) => {
  const agentId = `agent_${randomUUID()}`;
  const workspace = await Workspace.connect(api, [agentId]);
  await workspace.call(agentId, 'unclaimed');
  await open('/operations/');
  await rows(page).first().click();
  await drawer(page).getByRole('button', { name: 'Process again' }).click();
  await expect(drawer(page).getByText('Queued. Waiting for the result…')).toBeVisible();
  await expect(drawer(page).getByText('Its agent is still not registered.')).toBeVisible({ timeout: 20_000 });
  await drawer(page).getByRole('link', { name: 'Register this agent' }).click();
  await expect(page.getByRole('dialog', { name: 'Register agent' }).getByLabel('Agent ID')).toHaveValue(agentId);
});

test('processes all of a state again', async ({ page, open, api }) => {
  const agentId = `agent_${randomUUID()}`;
  const workspace = await Workspace.connect(api, [agentId]);
  for (let count = 0; count < 3; count += 1) await workspace.call(agentId, 'unclaimed');
  await open('/operations/');
  await expect(page.getByRole('button', { name: 'Process all again' })).toHaveCount(0);
  await page.getByLabel('State').selectOption('unclaimed');
  await page.getByRole('button', { name: 'Process all again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Process all again' });
  await expect(dialog).toContainText('Every delivery in the state “No agent” is queued again.');
  await dialog.getByRole('button', { name: 'Process again' }).click();
  await expect(dialog.getByText('3 deliveries are queued')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toBeHidden();
});

test('says that the result could not be read, and takes no failure for a result', async ({ page, open, api, watch }) => {
  watch.expect(500, /inbox/);
  const agentId = `agent_${randomUUID()}`;
  const workspace = await Workspace.connect(api, [agentId]);
  await workspace.call(agentId, 'unclaimed');
  await open('/operations/');
  await rows(page).first().click();
  await expect(drawer(page)).toContainText(agentId);
  await settled(page);
  await page.route('**/v1/operations/inbox?*', (route) => route.fulfill({ status: 500, body: '{}' }));
  await drawer(page).getByRole('button', { name: 'Process again' }).click();
  await expect(drawer(page).getByText('It is queued, but the result could not be read')).toBeVisible();
  await page.unroute('**/v1/operations/inbox?*');
  await drawer(page).getByRole('button', { name: 'Try again' }).click();
  await expect(drawer(page).getByText('Its agent is still not registered.')).toBeVisible({ timeout: 20_000 });
});

test('never takes an inbox that could not be read for an empty one', async ({ page, open, watch }) => {
  watch.expect(500, /inbox/);
  // Nothing is connected yet.
  watch.expect(404, /voice-connection/);
  await page.route('**/v1/operations/inbox?*', (route) => route.fulfill({ status: 500, body: '{}' }));
  await open('/operations/');
  await expect(page.getByText('The inbox could not be read')).toBeVisible();
  await expect(page.getByText('Nothing was delivered yet')).toHaveCount(0);
  await page.unroute('**/v1/operations/inbox?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing was delivered yet')).toBeVisible();
});

test('says that a delivery of the address is not there', async ({ page, open, watch }) => {
  watch.expect(404, /voice-connection/);
  await open('/operations/?entry=x&received=2026-11-01T10:00:00Z');
  await expect(drawer(page).getByText('This delivery is not there, or not any more.')).toBeVisible();
});
