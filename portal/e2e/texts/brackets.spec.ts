import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { paths } from '../../src/lib/navigation/paths';
import type { Api } from '../fixtures/api';
import { bracketMessages, outsideBrackets } from '../fixtures/brackets';
import { Workspace } from '../fixtures/simulator';
import { expect, settled, test } from '../fixtures/test';

// Each message of the portal is shown in ⟦brackets⟧, and what a test makes up is between «these». So a text that is in no
// catalogue, and that no reader of Arabic would ever see in Arabic, stands out.

const BRAND = 'Navaia';
const m = (message: string) => `⟦${message}⟧`;
const button = (page: Page, name: string) => page.getByRole('button', { name: m(name), exact: true });

test.use({ viewport: { width: 1280, height: 900 } });
test.beforeEach(({ context }) => bracketMessages(context));

/** Finds nothing but messages and data. */
async function check(page: Page, what: string, known: readonly string[] = []): Promise<void> {
  await expect(page.locator('body')).toContainText('⟦');
  expect.soft(await outsideBrackets(page, [BRAND, ...known]), what).toEqual([]);
}

interface Business {
  customer: string;
  call: string;
  unknownAgent: string;
}

/** A business in which there is something of everything. */
async function fill(api: Api): Promise<Business> {
  await api.send('PATCH', '/v1/auth/me', { body: { name: '«Robin»' }, headers: { 'if-match': '"1"' } });
  await api.send('PATCH', '/v1/settings', { body: { name: '«Clinic»' }, headers: { 'if-match': '"1"' } });
  const customer = await api.createCustomer({
    phone: '+12025550123',
    phoneExtension: '12',
    name: '«Maya»',
    email: 'maya@example.com',
    language: 'sv',
    timeZone: 'Europe/London',
    tags: ['«recall»'],
    notes: '«notes»',
    otherPhones: [{ phone: '+12025550131', label: '«work»' }],
    consent: { status: 'granted', evidence: '«form»', recordedAt: '2026-02-10T10:00:00Z' },
    customFields: { '«size»': 42, '«member»': true },
  });
  const deleted = await api.createCustomer({ phone: '+12025550124', name: '«Omar»' });
  await api.send('DELETE', `/v1/customers/${deleted.id}`, { headers: { 'if-match': '"1"' } });
  const [known, unknownAgent] = [`agent_${randomUUID()}`, `agent_${randomUUID()}`];
  const workspace = await Workspace.connect(api, [known, unknownAgent]);
  await api.send('POST', '/v1/settings/voice-agents', { body: { agentId: known, name: '«Desk»', phoneNumber: '+12025550140', provider: 'sip_trunk' } });
  await workspace.call(known, 'processed');
  await workspace.call(known, 'processed', {
    scenario: undefined,
    outcome: 'answered',
    title: '«title»',
    summary: '«summary»',
    terminationReason: '«reason»',
    dataCollection: { '«asked»': '«found»' },
    turns: [
      { role: 'agent', text: '«hello»', atSeconds: 1, tool: { name: '«tool»', params: { a: 1 }, result: { b: 2 }, isError: true } },
      { role: 'user', text: '«yes»', atSeconds: 5, interrupted: true },
    ],
  });
  await workspace.call(unknownAgent, 'unclaimed');
  await workspace.call(known, 'unreadable', { webhookFault: 'garbage' });
  const { items } = await api.send<{ items: { id: string; summaryTitle?: string }[] }>('GET', '/v1/calls');
  const call = items.find(({ summaryTitle }) => summaryTitle === '«title»');
  if (!call) throw new Error('The call has no title.');
  return { customer: customer.id, call: call.id, unknownAgent };
}

/** Every address of the portal: one that is new there is new here, or this does not compile. */
function addresses({ customer, call, unknownAgent }: Business): Record<keyof typeof paths, string> {
  return {
    ...paths,
    customer: paths.customer(customer),
    customersWithTag: paths.customersWithTag('«recall»'),
    call: paths.call(call),
    newCustomerOfCall: paths.newCustomerOfCall(call),
    callsLike: paths.callsLike(`customer=${customer}&days=some`),
    newVoiceAgent: paths.newVoiceAgent(unknownAgent),
    inboxIn: paths.inboxIn('unclaimed'),
  };
}

/** What the simulator calls its conversations is no text of the portal. */
async function markScenarios(page: Page): Promise<void> {
  await page.route('**/simulator/control/scenarios', (route) => route.fulfill({ json: { scenarios: [{ name: 'booking', title: '«booking»' }] } }));
}

test('what is in no catalogue is found', async ({ page }) => {
  await page.goto('/login/');
  await expect(page.locator('form')).toBeVisible();
  await page.evaluate(() => {
    document.querySelector('h1')?.append(' Hello');
    document.querySelector('input')?.setAttribute('placeholder', 'Name');
  });
  const found = await outsideBrackets(page, [BRAND]);
  expect(found.map((each) => each.replace(/ (in|of) <.*/, ''))).toEqual(['"Hello"', 'placeholder="Name"']);
});

test('pages before signing in say messages only', async ({ page, watch }) => {
  watch.expect(404, /nothing/);
  for (const path of [paths.login, paths.register, `${paths.invitation}#token=of-nobody`]) {
    await page.goto(path);
    await expect(page.locator('form')).toBeVisible();
    await check(page, path);
    await page.locator('button[type=submit]').click();
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
    await check(page, `${path}, refused`);
  }
  await page.goto(paths.invitation);
  await page.reload();
  await expect(page.locator('h1')).toBeVisible();
  await check(page, 'an invitation that has ended');
  await page.goto('/nothing/here/');
  await expect(page.locator('h1')).toBeVisible();
  await check(page, 'a page that is not there');
});

test('pages with data say messages and data only', async ({ page, open, api }) => {
  test.setTimeout(120_000);
  const business = await fill(api);
  await markScenarios(page);
  await open('/');
  for (const [name, path] of Object.entries(addresses(business))) {
    if ([paths.login, paths.register, paths.invitation].includes(path)) continue;
    await page.goto(path);
    await settled(page);
    if (/[?&]new=1/.test(path)) await expect(page.getByRole('dialog').locator('input').first()).toBeVisible();
    if (name === 'call') for (const folded of await page.locator('summary').all()) await folded.click();
    if (name === 'home') await page.locator('summary').first().click();
    await settled(page);
    await check(page, `${name}: ${path}`, [api.email]);
  }
});

test('fields that are edited say messages and data only', async ({ page, open, api }) => {
  test.setTimeout(90_000);
  const { customer } = await fill(api);
  await open(paths.customer(customer));
  for (const path of [paths.customer(customer), paths.settings, paths.profile]) {
    await page.goto(path);
    await settled(page);
    for (const opener of (await page.getByRole('button', { name: /^⟦Edit/ }).all()).reverse()) await opener.click();
    await settled(page);
    await check(page, `${path}, edited`, [api.email]);
  }
});

test('menus and dialogs say messages and data only', async ({ page, open, api, watch }) => {
  test.setTimeout(90_000);
  watch.expect(422, /voice-connection/);
  const { customer } = await fill(api);
  const dialog = page.getByRole('dialog');
  await open('/');
  await page.getByRole('button', { name: /account and preferences/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check(page, 'the menu of the person', [api.email]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(dialog.locator('input')).toBeFocused();
  await page.keyboard.type('maya@');
  await expect(dialog.getByText('«Maya»')).toBeVisible();
  await check(page, 'the palette');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(dialog).toBeVisible();
  await check(page, 'the keys');

  await page.goto(paths.customers);
  await settled(page);
  await button(page, 'Columns').click();
  await check(page, 'columns');
  await page.keyboard.press('Escape');
  await button(page, 'Filter').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check(page, 'filters');
  await page.getByRole('menuitem', { name: m('Tag') }).click();
  await expect(button(page, 'Apply')).toBeVisible();
  await check(page, 'one filter');
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: m('Select «Maya»') }).check();
  await button(page, 'Add tag').click();
  await expect(button(page, 'Apply')).toBeVisible();
  await check(page, 'a new tag');
  await page.keyboard.press('Escape');
  await button(page, 'Remove tag').click();
  await page.getByRole('menuitem', { name: '«recall»' }).click();
  await expect(page.getByText(m('1 done'))).toBeVisible();
  await check(page, 'what became of a change of several');

  await page.goto(paths.customer(customer));
  await settled(page);
  await page.getByRole('button', { name: m('Edit: ⟦Notes⟧') }).click();
  await page.getByRole('textbox').last().fill('«more»');
  await page.getByRole('link', { name: m('Home') }).click();
  await expect(button(page, 'Stay')).toBeVisible();
  await check(page, 'the question before leaving');
  await button(page, 'Leave').click();
  await page.goto(paths.customer(customer));
  await settled(page);
  // What was typed is there again.
  await button(page, 'Cancel').click();
  await button(page, 'Delete').click();
  await expect(button(page, 'Undo')).toBeVisible();
  await check(page, 'a deletion that can be taken back');

  await page.goto(paths.voiceConnection);
  await settled(page);
  await button(page, 'Change credentials').click();
  await dialog.locator('input').first().fill('short');
  await dialog.getByRole('button', { name: m('Save') }).click();
  await expect(dialog.locator('[aria-invalid=true]')).toHaveCount(1);
  await check(page, 'credentials that are refused');
  await page.goto(paths.voiceAgents);
  await settled(page);
  await page.getByRole('button', { name: /Remove «Desk»/ }).click();
  await expect(dialog).toBeVisible();
  await check(page, 'an agent that is removed');

  await page.goto(paths.inboxIn('unclaimed'));
  await settled(page);
  await page.locator('[data-row-link]').first().click();
  await expect(dialog.locator('dl')).toBeVisible();
  await check(page, 'a delivery');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await button(page, 'Process all again').click();
  await expect(dialog).toBeVisible();
  await check(page, 'all deliveries');
});

test('pages that are empty, cannot be read, or are offline say messages only', async ({ page, open, api, context, watch }) => {
  test.setTimeout(90_000);
  watch.expect(404, /voice-connection|customers|calls/);
  watch.expect(422, /calls|customers/);
  watch.expect(500, /./);
  await markScenarios(page);
  await open('/');
  // The names of the person and of the business, which no test of this kind has marked.
  const known = [api.email, 'Robin Example', 'Example Clinic'];
  const { home, customers, deletedCustomers, calls, settings, voiceConnection, voiceAgents, inbox, profile, simulator, sessions } = paths;
  const nowhere = [paths.customer('01M8E5QBF19ABM65S89GV37JW0'), paths.call('01M8E5QBF19ABM65S89GV37JW0'), '/customers/?q=zzz', paths.callsLike('status=failed')];
  for (const path of [home, customers, deletedCustomers, calls, voiceConnection, voiceAgents, inbox, simulator, ...nowhere]) {
    await page.goto(path);
    await settled(page);
    await check(page, `${path}, empty`, known);
  }
  await page.route(/\/v1\/(?!auth\/(login|refresh))/, (route) =>
    route.fulfill({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', code: 'internal_error', title: '', status: 500, detail: 'no text for people', requestId: 'request-4711' }),
    }),
  );
  for (const path of [home, customers, calls, settings, voiceConnection, voiceAgents, inbox, profile, sessions, simulator]) {
    await page.goto(path);
    await settled(page);
    await expect(page.getByRole('alert').first()).toBeVisible();
    await check(page, `${path}, not read`, known);
  }
  watch.expect('aborted', /./);
  await context.setOffline(true);
  await expect(page.getByText(/⟦You are offline/)).toBeVisible();
  await check(page, 'offline', known);
});
