import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { components } from '../../src/lib/api/schema';
import { Workspace } from '../fixtures/simulator';
import { expect, pretendRole, settled, test } from '../fixtures/test';

type Schemas = components['schemas'];

const edit = (page: Page, field: string) => page.getByRole('button', { name: `Edit: ${field}`, exact: true });
const form = (page: Page, field: string) => page.getByRole('form', { name: `Edit: ${field}`, exact: true });
const CONNECTION = '/v1/settings/voice-connection';

test.describe('the business', () => {
  test('is edited in its place, and shown so everywhere', async ({ page, open, api }) => {
    await open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page).toHaveURL(/\/settings\/$/);
    await expect(page).toHaveTitle('Business · Navaia');
    await settled(page);
    await edit(page, 'Name').click();
    await form(page, 'Name').getByLabel('Name').fill('Bright Smiles');
    await page.keyboard.press('Enter');
    await edit(page, 'Country').click();
    await form(page, 'Country').getByLabel('Country').selectOption('SA');
    await form(page, 'Country').getByRole('button', { name: 'Save' }).click();
    await edit(page, 'Time zone').click();
    await form(page, 'Time zone').getByLabel('Time zone').selectOption('Asia/Riyadh');
    await form(page, 'Time zone').getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => api.send('GET', '/v1/settings')).toMatchObject({ name: 'Bright Smiles', defaultRegion: 'SA', timeZone: 'Asia/Riyadh', version: 4 });
    await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Bright Smiles');
    await page.getByRole('link', { name: 'Home' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bright Smiles');
    await expect(page.getByText(/Riyadh · /)).toBeVisible();
  });

  test('asks which of two changes of the same is kept', async ({ page, open, api, watch }) => {
    watch.expect(412, /settings/);
    await open('/settings/');
    await edit(page, 'Name').click();
    await form(page, 'Name').getByLabel('Name').fill('Mine');
    await api.send('PATCH', '/v1/settings', { body: { name: 'Theirs', timeZone: 'Asia/Riyadh' }, headers: { 'if-match': '"1"' } });
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Someone changed this too' });
    await expect(dialog).toContainText('Theirs');
    await dialog.getByRole('button', { name: 'Save my choice' }).click();
    await expect.poll(() => api.send('GET', '/v1/settings')).toMatchObject({ name: 'Mine', timeZone: 'Asia/Riyadh', version: 3 });
    await expect(page.getByText('Asia/Riyadh')).toBeVisible();
  });

  test('says at the field what is refused, and asks before it is left', async ({ page, open, watch }) => {
    watch.expect(422, /settings/);
    await open('/settings/');
    await edit(page, 'Name').click();
    await form(page, 'Name').getByLabel('Name').fill('  ');
    await page.keyboard.press('Enter');
    await expect(form(page, 'Name').getByText('This cannot be empty.')).toBeVisible();
    await expect(form(page, 'Name').getByLabel('Name')).toBeFocused();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await expect(page).toHaveURL(/\/settings\/$/);
  });

  test('is only read by those who may not change it', async ({ page, open }) => {
    await pretendRole(page, 'agent');
    await open('/settings/');
    await expect(page.getByText('Only admins and owners change these settings.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Edit/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Voice connection' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Inbox' })).toHaveCount(0);
    await page.goto('/settings/voice/');
    await settled(page);
    await expect(page.getByText('Only admins and owners see the voice connection')).toBeVisible();
    await page.goto('/settings/agents/?new=1');
    await settled(page);
    await expect(page.getByText('No agents yet')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Register agent' })).toHaveCount(0);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto('/operations/');
    await settled(page);
    await expect(page.getByText('Only admins and owners see the inbox')).toBeVisible();
  });
});

test.describe('the voice connection', () => {
  test('is made, shows its webhook, takes the secret, and shows no secret ever', async ({ page, open, api, watch, context }) => {
    watch.expect(404, /voice-connection/);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('/settings/voice/');
    await expect(page.getByText('Not connected yet')).toBeVisible();
    await page.getByRole('button', { name: 'Connect ElevenLabs' }).click();
    const drawer = page.getByRole('dialog');
    await expect(drawer.getByLabel('API key')).toBeFocused();
    await drawer.getByLabel('API key').fill('hush-api-key-1');
    await page.keyboard.press('Enter');
    await expect(drawer).toBeHidden();
    await expect(page.getByText('Every delivery is refused, because the webhook secret is missing')).toBeVisible();

    const connection = await api.send<Schemas['VoiceConnectionView']>('GET', CONNECTION);
    await expect(page.getByLabel('Webhook URL', { exact: true })).toHaveValue(connection.webhookUrl);
    await page.getByRole('button', { name: 'Copy the webhook URL' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(connection.webhookUrl);

    await page.getByRole('button', { name: 'Enter the webhook secret' }).first().click();
    await expect(drawer.getByLabel('Webhook secret')).toBeFocused();
    await drawer.getByLabel('Webhook secret').fill('hush-webhook-secret-1');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(drawer.getByText('This is needed.')).toBeVisible();
    await drawer.getByLabel('API key').fill('hush-api-key-1');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(drawer).toBeHidden();
    await expect(page.getByText('Nothing was delivered yet')).toBeVisible();

    // Another secret: the one before is accepted for another day.
    await page.getByRole('button', { name: 'Change credentials' }).click();
    await expect(drawer.getByLabel('Webhook secret')).toHaveValue('');
    await drawer.getByLabel('API key').fill('hush-api-key-2');
    await drawer.getByLabel('Webhook secret').fill('hush-webhook-secret-2');
    await drawer.getByLabel('Name').fill('Main workspace');
    await drawer.getByLabel('Numbers without a plus').selectOption('International numbers without their plus');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/The secret before is accepted too, until/)).toBeVisible();
    await expect(page.getByText('Main workspace')).toBeVisible();
    await expect(page.getByText('International numbers without their plus')).toBeVisible();
    expect((await api.send<Schemas['VoiceConnectionView']>('GET', CONNECTION)).numbersWithoutPlus).toBe('international');

    // Unless somebody else may know it.
    await page.getByRole('button', { name: 'Change credentials' }).click();
    await drawer.getByLabel('API key').fill('hush-api-key-2');
    await drawer.getByLabel('Refuse the previous secret at once').check();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/The secret before is accepted too, until/)).toBeHidden();
    await page.reload();
    await settled(page);
    expect(await page.content()).not.toContain('hush');
    expect(await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]))).not.toContain('hush');
  });

  test('keeps what was typed where it is refused, and warns before it is lost', async ({ page, open, watch }) => {
    watch.expect(404, /voice-connection/);
    watch.expect(422, /voice-connection/);
    watch.expect(409, /voice-connection/);
    await open('/settings/voice/?edit=key');
    const drawer = page.getByRole('dialog', { name: 'Connect ElevenLabs' });
    await drawer.getByLabel('API key').fill('short');
    await drawer.getByLabel('Address of the API').fill('https://api.elevenlabs.io.example.com');
    await drawer.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(drawer.getByText('Use at least 8 characters.')).toBeVisible();
    await expect(drawer.getByLabel('API key')).toHaveAttribute('aria-invalid', 'true');
    await expect(drawer.getByLabel('API key')).toBeFocused();
    await drawer.getByLabel('API key').fill('long-enough-key');
    await drawer.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(drawer.getByLabel('Address of the API')).toBeFocused();
    await expect(drawer.getByLabel('API key')).toHaveValue('long-enough-key');

    await page.route(`**${CONNECTION}`, (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({
            status: 409,
            headers: { 'content-type': 'application/problem+json', 'retry-after': '20' },
            body: JSON.stringify({ type: '', code: 'voice_connection_changing', title: '', status: 409, detail: '', requestId: 'request-4711' }),
          })
        : route.continue(),
    );
    await drawer.getByLabel('Address of the API').fill('');
    await drawer.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(drawer.getByText('The voice connection is being changed right now.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('this browser keeps no copy of it')).toBeVisible();
    await page.getByRole('button', { name: 'Leave' }).click();
    await expect(drawer).toBeHidden();
    await expect(page.getByText('Not connected yet')).toBeVisible();
  });

  test('says what waits, and leads to where that is put right', async ({ page, open, api }) => {
    const [known, unknown] = [`agent_${randomUUID()}`, `agent_${randomUUID()}`];
    const workspace = await Workspace.connect(api, [known, unknown]);
    await api.send('POST', '/v1/settings/voice-agents', { body: { agentId: known, name: 'Reception' } });
    await workspace.call(known, 'processed');
    await open('/settings/voice/');
    await expect(page.getByText('Deliveries arrive')).toBeVisible();
    await workspace.call(unknown, 'unclaimed');
    await page.reload();
    await settled(page);
    await expect(page.getByText('1 delivery waits for an agent that is not registered')).toBeVisible();
    await expect(page.getByText('Deliveries arrive')).toHaveCount(0);
    await page.getByRole('link', { name: 'Register agents' }).first().click();
    await page.getByRole('button', { name: `Register agent ${unknown}` }).click();
    const drawer = page.getByRole('dialog', { name: 'Register agent' });
    await expect(drawer.getByLabel('Agent ID')).toHaveValue(unknown);
    await expect(drawer.getByLabel('Name')).toBeFocused();
    await drawer.getByLabel('Name').fill('Evening line');
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Evening line' })).toBeVisible();
    await expect(page.getByText('An agent that is not registered has calls waiting')).toHaveCount(0);
    await expect.poll(async () => (await workspace.inbox('unclaimed')).length).toBe(0);
  });

  test('that could not be read is not taken for one that is missing', async ({ page, open, watch }) => {
    watch.expect(500, /voice-connection/);
    await page.route(`**${CONNECTION}`, (route) => route.fulfill({ status: 500, body: '{}' }));
    await open('/settings/voice/');
    await expect(page.getByText('The voice connection could not be read')).toBeVisible();
    await expect(page.getByText('Not connected yet')).toHaveCount(0);
  });
});

test.describe('voice agents', () => {
  test('are registered, listed and removed', async ({ page, open, api, watch }) => {
    watch.expect(409, /voice-agents/);
    watch.expect(422, /voice-agents/);
    const agentId = `agent_${randomUUID()}`;
    await open('/settings/agents/');
    await expect(page.getByText('No agents yet')).toBeVisible();
    await page.getByRole('button', { name: 'Register agent' }).click();
    const drawer = page.getByRole('dialog', { name: 'Register agent' });
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(drawer.getByLabel('Agent ID')).toBeFocused();
    await drawer.getByLabel('Agent ID').fill(agentId);
    await drawer.getByLabel('Name').fill('Reception');
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(drawer.getByText('Connect ElevenLabs first')).toBeVisible();

    await api.send('PUT', CONNECTION, { body: { apiKey: 'sim-key-of-this-test' } });
    await drawer.getByLabel('Number', { exact: true }).fill('2025550142');
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(drawer.getByText(/This is not a phone number/)).toBeVisible();
    await drawer.getByLabel('Number', { exact: true }).fill('+1 (202) 555-0142');
    await drawer.getByLabel('Reached by').selectOption('sip_trunk');
    await drawer.getByLabel('ID of the number').fill('phnum_1');
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(drawer).toBeHidden();
    const row = page.getByRole('row').filter({ hasText: 'Reception' });
    await expect(row).toContainText('+1 202 555 0142');
    await expect(row).toContainText('SIP trunk');

    await page.getByRole('button', { name: 'Register agent' }).click();
    await drawer.getByLabel('Agent ID').fill(agentId);
    await drawer.getByLabel('Name').fill('Again');
    await drawer.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(drawer.getByText('This agent is registered already.')).toBeVisible();
    await expect(drawer.getByLabel('Agent ID')).toBeFocused();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Leave' }).click();
    await expect(drawer).toBeHidden();
    await page.getByRole('button', { name: 'Register agent' }).click();
    await expect(drawer.getByText('This is what you typed before.')).toBeVisible();
    await drawer.getByRole('button', { name: 'Start empty' }).click();
    await drawer.getByRole('button', { name: 'Cancel' }).click();

    await row.getByRole('button', { name: 'Remove Reception' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Reception?' });
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await expect(row).toBeVisible();
    await row.getByRole('button', { name: 'Remove Reception' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('No agents yet')).toBeVisible();
    expect((await api.send<Schemas['VoiceAgentViewPage']>('GET', '/v1/settings/voice-agents')).items).toEqual([]);
  });

  test('have names of strangers shown as text', async ({ page, open, api }) => {
    const name = '<img src=x onerror=alert(1)>';
    page.on('dialog', () => {
      throw new Error('A script of a stranger has run.');
    });
    await api.send('PUT', CONNECTION, { body: { apiKey: 'sim-key-of-this-test', name } });
    await api.send('POST', '/v1/settings/voice-agents', { body: { agentId: `agent_${randomUUID()}`, name } });
    await open('/settings/agents/');
    await expect(page.getByRole('cell').locator('bdi', { hasText: name })).toBeVisible();
    await page.getByRole('link', { name: 'Voice connection' }).click();
    await expect(page).toHaveURL(/\/settings\/voice\//);
    await settled(page);
    await expect(page.locator('bdi', { hasText: name })).toBeVisible();
    await expect(page.locator('img, [onerror]')).toHaveCount(0);
  });
});
