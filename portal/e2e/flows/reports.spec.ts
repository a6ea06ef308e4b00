import type { Page } from '@playwright/test';
import { expect, settled, test } from '../fixtures/test';
import { Voice } from '../fixtures/voice';

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const badge = (page: Page, status: string) => page.locator('#content .mantine-Badge-root', { hasText: status }).first();
const WORDS = [
  { role: 'agent', message: 'Good morning, how can I help?', time_in_call_secs: 0 },
  { role: 'user', message: 'Please ask the workshop to call me back about my brakes.', time_in_call_secs: 4 },
] as const;

test('takes a transcript that is left out for no silence, and the call for no failure', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const spoken = await voice.report({ user_message_count: 5 });
  const untold = await voice.report({});
  const silent = await voice.report({ user_message_count: 0 });
  await open(`/calls/call/?id=${spoken.id}`);
  await expect(badge(page, 'Completed')).toBeVisible();
  await expect(section(page, 'Conversation')).toContainText('No transcript of this call was delivered.');
  await page.goto(`/calls/call/?id=${untold.id}`);
  await settled(page);
  await expect(badge(page, 'Outcome unknown')).toBeVisible();
  await expect(section(page, 'What happened')).toContainText('It is not known what became of this call');
  await expect(section(page, 'Conversation')).toContainText('No transcript of this call was delivered.');
  await page.goto(`/calls/call/?id=${silent.id}`);
  await settled(page);
  await expect(badge(page, 'Failed')).toBeVisible();
  await expect(section(page, 'Conversation')).toContainText('Nothing was said.');

  await page.goto('/');
  await settled(page);
  const chart = section(page, 'Calls of the last 30 days');
  for (const line of ['Conversations 1', 'Failed 1', 'Outcome unknown 1']) await expect(chart.getByRole('listitem').filter({ hasText: line })).toBeVisible();
});

test('shows an error beside the conversation that it broke', async ({ page, open, api }) => {
  const voice = await Voice.connect(api);
  const { id } = await voice.report({ transcript: WORDS, metadata: { termination_reason: 'end_call tool was called.', error: { code: 1011, reason: 'LLM generation failed' } } });
  await open(`/calls/call/?id=${id}`);
  await expect(badge(page, 'Completed')).toBeVisible();
  const facts = section(page, 'What happened');
  for (const text of ['The agent ended the call.', 'end_call tool was called.', 'The voice provider had an error.', 'LLM generation failed', 'Error code of the provider: 1011']) await expect(facts).toContainText(text);
  await expect(facts).not.toContainText('network');
  await expect(section(page, 'Conversation')).toContainText('about my brakes');
});

for (const [channel, name, numbers] of [
  ['sms', 'Text messages', { sms_user_phone_number: '+12025550174', agent_phone_number: '+12025550100' }],
  ['whatsapp', 'WhatsApp', { whatsapp_user_id: '12025550174' }],
] as const) {
  test(`shows who wrote, and how: ${channel}`, async ({ page, open, api }) => {
    const voice = await Voice.connect(api);
    await voice.report({ transcript: WORDS, metadata: { phone_call: null, [channel]: { direction: 'inbound', ...numbers } } });
    await open('/calls/');
    const row = page.locator('tbody tr[data-index]');
    await expect(row).toContainText('+1 202 555 0174');
    await expect(row).not.toContainText('withheld');
    await row.getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Call with +1 202 555 0174');
    await expect(section(page, 'What happened')).toContainText(name);
    await expect(section(page, 'Customer').getByRole('link').first()).toHaveText('+1 202 555 0174');
  });
}
