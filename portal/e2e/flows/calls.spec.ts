import type { Page } from '@playwright/test';
import type { components } from '../../src/lib/api/schema';
import { instantOf } from '../../src/lib/time/instant';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

type Detailed = components['schemas']['DetailedCallView'];

const row = (page: Page, text: string) => page.locator('tbody tr').filter({ hasText: text });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const hoursAgo = (hours: number) => instantOf(Date.now() - hours * 3_600_000);

/** Answers the request for one call as the API does, with something changed. */
async function change(page: Page, call: (answer: Detailed) => object): Promise<void> {
  await page.route('**/v1/calls/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: call((await response.json()) as Detailed) });
  });
}

test('lists calls and opens one, with all that was said and found out', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await api.createCustomer({ phone: '+12025550123', name: 'Maya Lindqvist' });
  await voice.call({ script: { scenario: 'booking' }, tells: true });
  await open('/');
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await settled(page);
  await expect(row(page, 'Maya Lindqvist')).toContainText('Check-up booked');
  await expect(row(page, 'Maya Lindqvist')).toContainText('Completed');
  await expect(row(page, 'Maya Lindqvist')).toContainText('Goal reached');
  await row(page, 'Maya Lindqvist').getByRole('link').click();

  await expect(heading(page)).toHaveText('Call with Maya Lindqvist');
  await expect(page).toHaveTitle('Call with Maya Lindqvist · Navaia');
  await expect(section(page, 'Summary')).toContainText('booked a check-up');
  await expect(section(page, 'What happened')).toContainText('The agent ended the call.');
  await expect(section(page, 'What happened')).toContainText('end_call tool was called.');
  await expect(section(page, 'What happened')).toContainText('Reception');
  await expect(section(page, 'Found out')).toContainText('contact_reason');
  await expect(section(page, 'Found out')).toContainText('booking');
  await expect(section(page, 'Found out')).toContainText('Not found out');

  const conversation = section(page, 'Conversation');
  await expect(conversation.getByRole('listitem').first()).toContainText('Agent');
  await expect(conversation.getByText('I\'d like to book a check-up')).toBeVisible();
  // Tools are folded, and by the keyboard they open.
  const tool = conversation.locator('summary', { hasText: 'create_booking' });
  await expect(conversation.getByText('"service"')).toHaveCount(0);
  await tool.focus();
  await page.keyboard.press('Enter');
  await expect(conversation.getByText('"service": "Check-up"')).toBeVisible();

  await page.getByText('Technical details').click();
  await expect(page.getByText('Conversation ID of the provider')).toBeVisible();

  await section(page, 'Customer').getByRole('link', { name: 'Maya Lindqvist' }).click();
  await expect(heading(page)).toHaveText('Maya Lindqvist');
  await page.getByRole('list', { name: 'Calls' }).getByRole('link', { name: 'Check-up booked' }).click();
  await expect(heading(page)).toHaveText('Call with Maya Lindqvist');
});

test('keeps the filter in the address, and in the way back', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await voice.call({ person: '+12025550111', startedAt: hoursAgo(1), script: { scenario: 'price_question' } });
  await voice.call({ person: '+12025550112', startedAt: hoursAgo(2), direction: 'outbound', script: { scenario: 'voicemail' } });
  await voice.call({ person: '+12025550113', startedAt: hoursAgo(24 * 12), direction: 'outbound', script: { scenario: 'voicemail' } });
  await open('/calls/');
  await expect(row(page, '+1 202 555 0113')).toBeVisible();

  await page.getByRole('combobox', { name: 'Status' }).selectOption('Voicemail');
  await expect(page).toHaveURL(/status=voicemail/);
  await expect(row(page, '+1 202 555 0111')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'When' }).selectOption('Last 7 days');
  await expect(page).toHaveURL(/status=voicemail&days=7/);
  await expect(row(page, '+1 202 555 0113')).toHaveCount(0);
  await row(page, '+1 202 555 0112').getByRole('link').click();
  await expect(section(page, 'What happened')).toContainText('A mailbox picked up, not a person.');
  await page.reload();
  await settled(page);
  await page.getByRole('link', { name: 'Calls of the filter' }).click();
  await expect(page).toHaveURL(/\/calls\/\?status=voicemail&days=7$/);
  await expect(row(page, '+1 202 555 0112')).toBeVisible();
  await page.goBack();
  await expect(heading(page)).toHaveText('Call with +1 202 555 0112');
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('voicemail');

  await page.getByRole('combobox', { name: 'When' }).selectOption('Choose days…');
  const long = hoursAgo(24 * 14).slice(0, 10);
  await page.getByLabel('First day').fill(long);
  await page.getByLabel('Last day').fill(hoursAgo(24 * 10).slice(0, 10));
  await expect(page).toHaveURL(new RegExp(`from=${long}&to=`));
  await expect(row(page, '+1 202 555 0113')).toBeVisible();
  await expect(row(page, '+1 202 555 0112')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
  await expect(page.getByText('No calls match')).toBeVisible();
  await page.getByRole('button', { name: 'Show all calls' }).click();
  await expect(page).toHaveURL(/\/calls\/$/);
  await expect(row(page, '+1 202 555 0111')).toBeVisible();
});

test('shows the calls of one customer, and takes that filter away', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  await api.createCustomer({ phone: '+12025550111', name: 'Maya Lindqvist' });
  const { id } = await voice.call({ person: '+12025550111', script: { scenario: 'price_question' } });
  await voice.call({ person: '+12025550112', script: { scenario: 'complaint' } });
  await open(`/calls/call/?id=${id}`);
  await page.getByRole('link', { name: 'All calls with this customer' }).click();
  await expect(page).toHaveURL(/customer=/);
  await expect(page.getByText('With: Maya Lindqvist')).toBeVisible();
  await expect(row(page, '+1 202 555 0112')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove filter' }).click();
  await expect(page.locator('tbody tr[data-index]')).toHaveCount(2);
});

test('walks from call to call with j and k, and one step back is the list', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  for (const digit of [1, 2, 3]) await voice.call({ person: `+1202555011${digit.toString()}`, startedAt: hoursAgo(digit), script: { scenario: 'price_question' } });
  await open('/calls/');
  await row(page, '+1 202 555 0111').getByRole('link').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText('+1 202 555 0112');
  await expect(page.getByRole('button', { name: 'Next call of the list' })).toBeEnabled();
  await page.keyboard.press('j');
  await expect(heading(page)).toContainText('+1 202 555 0113');
  await expect(page.getByRole('button', { name: 'Next call of the list' })).toBeDisabled();
  await page.keyboard.press('k');
  await expect(heading(page)).toContainText('+1 202 555 0112');
  await page.getByRole('button', { name: 'Previous call of the list' }).click();
  await expect(heading(page)).toContainText('+1 202 555 0111');
  await page.goBack();
  await expect(heading(page)).toHaveText('Calls');
  await expect(row(page, '+1 202 555 0111')).toBeVisible();
});

test('chooses columns, also those that are hidden at first', async ({ page, open, api }) => {
  const voice = await Voice.connect(api, 'Front desk');
  await voice.call({ script: { scenario: 'booking' } });
  await open('/calls/');
  await expect(page.getByRole('columnheader', { name: 'Agent' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Agent' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('cell', { name: 'Front desk' })).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(page.getByRole('cell', { name: 'Front desk' })).toBeVisible();
});

test('never takes calls that could not be read for none', async ({ page, open, watch }) => {
  watch.expect(500, /calls/);
  await page.route('**/v1/calls?*', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', code: 'internal_error', title: '', status: 500, detail: '', requestId: 'request-4711' }),
    }),
  );
  await open('/calls/');
  await expect(page.getByText('The calls could not be read')).toBeVisible();
  await expect(page.getByText('request-4711')).toBeVisible();
  await expect(page.getByText('No calls yet')).toHaveCount(0);
  await page.unroute('**/v1/calls?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No calls yet')).toBeVisible();
});

test('says that there is no such call', async ({ page, open, watch }) => {
  watch.expect(404, /calls/);
  watch.expect(422, /calls/);
  await open('/calls/call/?id=01M8E5QBF19ABM65S89GV37JW0');
  await expect(heading(page)).toHaveText('Call not found');
  await page.goto('/calls/call/?id=nonsense');
  await expect(heading(page)).toHaveText('Call not found');
});

test('leads to a line of the conversation by its time', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const turns = Array.from({ length: 40 }, (_, index) => ({ role: index % 2 === 0 ? ('agent' as const) : ('user' as const), text: `Sentence number ${index.toString()}`, atSeconds: index * 5 }));
  const { id } = await voice.call({ script: { outcome: 'answered', turns } });
  await open(`/calls/call/?id=${id}&t=176`);
  await expect(page.locator('li[data-marked]')).toContainText('Sentence number 35');
  await expect(page.getByText('Sentence number 35')).toBeInViewport();
  await page.getByRole('link', { name: '3:15', exact: true }).click();
  await expect(page).toHaveURL(/t=195/);
  await expect(page.locator('li[data-marked]')).toContainText('Sentence number 39');
});

test('shows what strangers said as text, and characters that hide', async ({ page, open, api }) => {
  page.on('dialog', () => {
    throw new Error('A script of a stranger has run.');
  });
  const voice = await Voice.connect(api);
  const evil = '<img src=x onerror=alert(1)>';
  const { id } = await voice.call({
    script: {
      outcome: 'answered',
      title: `${evil} title`,
      summary: `${evil} summary`,
      terminationReason: `${evil} reason`,
      dataCollection: { [`${evil} name`]: `${evil} value`, nested: { inner: evil } },
      turns: [
        { role: 'agent', text: `javascript:alert(2) ${evil}` },
        { role: 'user', text: 'first \u202E desrever' },
        { role: 'agent', tool: { name: '"><svg onload=alert(3)>', params: { x: evil }, result: { x: evil }, isError: true } },
      ],
    },
  });
  await open('/calls/');
  await expect(row(page, `${evil} title`)).toBeVisible();
  await page.goto(`/calls/call/?id=${id}`);
  await settled(page);
  await expect(section(page, 'Summary')).toContainText(`${evil} summary`);
  await expect(section(page, 'What happened')).toContainText('The reason is not known.');
  await expect(section(page, 'What happened')).toContainText(`${evil} reason`);
  await expect(section(page, 'Found out')).toContainText(`${evil} value`);
  const conversation = section(page, 'Conversation');
  await expect(conversation.getByText('U+202E')).toBeVisible();
  await conversation.locator('summary').click();
  await expect(conversation).toContainText('failed');
  await expect(conversation.locator('pre').first()).toContainText(evil);
  await expect(page.locator('img, [onerror], [onload], a[href^="javascript"]')).toHaveCount(0);
});

test('shows words of a later version of the API as they are', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const { id } = await voice.call({ script: { scenario: 'booking' } });
  await change(page, (call) => ({
    ...call,
    status: 'put_on_hold',
    direction: 'sideways',
    successful: 'partly',
    carrier: 'pigeon',
    answeredBy: 'robot',
    cost: { money: { micros: 12_500, currency: 'XYZ' } },
    evaluation: [{ id: 'polite', result: 'mostly', rationale: 'Said thank you' }],
    turns: [{ role: 'supervisor', message: 'Hello', medium: 'telepathy', timeInCallSeconds: 3 }],
  }));
  await open(`/calls/call/?id=${id}`);
  for (const word of ['put_on_hold', 'sideways', 'partly', 'robot', 'mostly', 'supervisor', 'telepathy']) await expect(page.getByText(word, { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Said thank you')).toBeVisible();
  await expect(section(page, 'What happened')).toContainText('0.0125');
  await page.getByText('Technical details').click();
  await expect(page.getByText('pigeon')).toBeVisible();
});

test('opens a call of 500 turns with few elements for each', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const turns = Array.from({ length: 500 }, (_, index) => ({
    role: index % 2 === 0 ? ('agent' as const) : ('user' as const),
    text: `Sentence number ${index.toString()}, which says a little more than nothing about teeth.`,
    ...(index % 10 === 0 ? { tool: { name: 'lookup', params: { index }, result: { ok: true } } } : {}),
  }));
  const { id } = await voice.call({ script: { outcome: 'answered', turns } });
  await open(`/calls/call/?id=${id}`);
  const lines = section(page, 'Conversation').getByRole('listitem');
  await expect(lines).toHaveCount(500);
  const elements = await section(page, 'Conversation').evaluate((conversation) => conversation.querySelectorAll('*').length);
  expect(elements).toBeLessThan(500 * 10);
  await expect(async () => {
    await lines.last().scrollIntoViewIfNeeded();
    await expect(page.getByText('Sentence number 499,')).toBeInViewport({ timeout: 200 });
  }).toPass();
});

test('scrolls through many calls with few rows in the page', async ({ page, open }) => {
  // Pages of the API, as it would answer for a business of many calls.
  const started = Date.now();
  await page.route('**/v1/calls?*', async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? '0');
    const items = Array.from({ length: 50 }, (_, index) => ({
      id: `01${(from + index).toString().padStart(24, '0')}`,
      connectionId: '01M8E5QBF19ABM65S89GV37JW0',
      agentId: 'agent_1',
      candidates: [],
      direction: 'inbound',
      status: 'completed',
      from: '+12025550123',
      numberWithheld: false,
      startedAt: instantOf(started - (from + index) * 60_000),
      summaryTitle: `Call number ${(from + index).toString()}`,
      hasAudio: false,
      createdAt: instantOf(started),
      updatedAt: instantOf(started),
      version: 1,
    }));
    await route.fulfill({ json: { items, ...(from + 50 < 400 ? { nextCursor: (from + 50).toString() } : {}) } });
  });
  await open('/calls/');
  const rows = page.locator('tbody tr[data-index]');
  await expect(rows.first()).toBeVisible();
  await expect(async () => {
    await page.mouse.wheel(0, 8000);
    await expect(page.locator('tr[data-index="399"]')).toBeAttached({ timeout: 200 });
  }).toPass();
  expect(await rows.count()).toBeLessThanOrEqual(60);
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '401');
});

test('asks the API for little', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const { id } = await voice.call({ script: { scenario: 'booking' } });
  await open('/calls/');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const isApart = pathname.startsWith('/v1/auth/') || pathname === '/v1/overview/pulse';
    if (pathname.startsWith('/v1/') && !isApart) asked.push(pathname);
  });
  await page.reload();
  await settled(page);
  await expect(row(page, 'Check-up booked')).toBeVisible();
  expect(asked.splice(0)).toEqual(['/v1/calls']);
  await page.goto(`/calls/call/?id=${id}`);
  await settled(page);
  await expect(section(page, 'What happened')).toContainText('Reception');
  expect(asked.sort()).toEqual([`/v1/calls/${id}`, '/v1/settings/voice-agents']);
});
