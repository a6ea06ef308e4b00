import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { components } from '@/lib/api';
import { recordStore } from '@/lib/records';
import { call, customer } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import { CallPage } from './CallPage';

const navigation = vi.hoisted(() => ({ address: '' }));
vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(navigation.address),
  useRouter: () => ({ push: () => undefined }),
}));

vi.mock('@/lib/i18n', async (original) => ({ ...(await original<object>()), AreaTexts: ({ children }: { children: React.ReactNode }) => children }));

type Detailed = components['schemas']['DetailedCallView'];

function detailed(part: Partial<Detailed> = {}): Detailed {
  return { ...call(), evaluation: [], collected: {}, turns: [{ role: 'agent', message: 'Good morning', timeInCallSeconds: 0 }], truncated: false, ...part };
}

beforeEach(() => {
  recordStore.clear();
  navigation.address = 'id=01CALL';
  answer('get', '/v1/settings/voice-agents', () => ({ body: { items: [{ agentId: 'agent_1', connectionId: '01CONNECTION', name: 'Reception', createdAt: '2026-11-01T10:00:00Z', version: 1 }] } }));
});

it('names the agent, and leads to the customer', async () => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ customerId: '01CUSTOMER', customer: { id: '01CUSTOMER', name: 'Maya Lindqvist' } }) }));
  render(<CallPage />);
  expect(await screen.findByText('Reception')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Call with Maya Lindqvist');
  const card = within(screen.getByRole('region', { name: 'Customer' }));
  expect(card.getByRole('link', { name: 'Maya Lindqvist' }).getAttribute('href')).toMatch(/^\/customers\/customer\/?\?id=01CUSTOMER$/);
});

it('keeps what was said when a list knows a newer version of the call, and reads it again', async () => {
  let version = 1;
  const asked = answer('get', '/v1/calls/{callId}', () => ({
    body: detailed({ version, ...(version === 1 ? { status: 'in_progress' as const } : { turns: [{ role: 'agent', message: 'Good morning' }, { role: 'user', message: 'Hello there' }] }) }),
  }));
  render(<CallPage />);
  await screen.findByText('Good morning');
  version = 2;
  recordStore.learn({ items: [call({ version: 2, status: 'completed' })] });
  expect(screen.getByText('Good morning')).toBeTruthy();
  await screen.findByText('Hello there');
  expect(screen.getByText('Completed')).toBeTruthy();
  expect(asked).toHaveLength(2);
});

it('says who it may have been where several customers share the number', async () => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ candidates: ['01A', '01B'] }) }));
  render(<CallPage />);
  const links = within(await screen.findByRole('region', { name: 'Customer' })).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href')?.split('?')[1])).toEqual(['id=01A', 'id=01B']);
});

it('says that a number is withheld, and takes a conversation that was cut for no silence', async () => {
  const withoutNumber = detailed({ numberWithheld: true, turns: [], truncated: true });
  delete withoutNumber.from;
  answer('get', '/v1/calls/{callId}', () => ({ body: withoutNumber }));
  render(<CallPage />);
  expect(await screen.findByRole('heading', { level: 1, name: 'Call with a withheld number' })).toBeTruthy();
  expect(screen.getByText('The number is withheld, so it is not known who it was.')).toBeTruthy();
  expect(await screen.findByText('What was said is not here.')).toBeTruthy();
  expect(screen.queryByText('Nothing was said.')).toBeNull();
  expect(screen.getByText(/too long to be kept whole/)).toBeTruthy();
});

it.each([
  ['completed', 'No transcript of this call was delivered.'],
  ['outcome_unknown', 'No transcript of this call was delivered.'],
  ['no_answer', 'Nothing was said.'],
] as const)('says of a call that is %s and has no turns: %s', async (status, text) => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ status, turns: [] }) }));
  render(<CallPage />);
  const conversation = within(await screen.findByRole('region', { name: 'Conversation' }));
  expect(await conversation.findByText(text)).toBeTruthy();
});

it('says why a call ended, and the error beside it, which is the provider’s', async () => {
  const failure = { code: 'provider_error' as const, providerCode: 1011, reason: 'LLM generation failed' };
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ failure, endedBecause: 'end_call tool was called.' }) }));
  render(<CallPage />);
  const facts = await screen.findByRole('region', { name: 'What happened' });
  expect(facts.textContent).toContain('The agent ended the call.');
  expect(facts.textContent).toContain('In the provider’s words: end_call tool was called.');
  expect(facts.textContent).toContain('The voice provider had an error.');
  expect(facts.textContent).toContain('In the provider’s words: LLM generation failed');
  expect(facts.textContent).toContain('Error code of the provider: 1011');
  expect(facts.textContent).not.toContain('Code of the network');
});

it('shows what a tool was given only when it is opened', async () => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ turns: [{ role: 'agent', toolCalls: [{ name: 'create_booking', parameters: '{"service":"Check-up"}', failed: true }] }] }) }));
  render(<CallPage />);
  const name = await screen.findByText('create_booking');
  expect(screen.queryByText(/Check-up/)).toBeNull();
  await userEvent.click(name);
  await waitFor(() => expect(screen.getByText(/"service": "Check-up"/)).toBeTruthy());
  expect(screen.getByText('No answer was recorded.')).toBeTruthy();
  expect(screen.getByText('failed')).toBeTruthy();
});

it('shows agents by their ids while their names cannot be read', async () => {
  answer('get', '/v1/settings/voice-agents', () => ({ status: 500, problem: { code: 'internal_error' } }));
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed() }));
  render(<CallPage />);
  expect(await screen.findByText('agent_1')).toBeTruthy();
});

it('tells a call that cannot be read from one that is not there', async () => {
  answer('get', '/v1/calls/{callId}', () => ({ status: 500, problem: { code: 'internal_error', requestId: 'request-4711' } }));
  render(<CallPage />);
  expect(await screen.findByText('The call could not be read')).toBeTruthy();
  expect(screen.getByText('request-4711')).toBeTruthy();
  expect(screen.queryByText('Call not found')).toBeNull();
});

it('asks for nothing at an address that names no call', () => {
  navigation.address = '';
  render(<CallPage />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Call not found');
});

function notUnderstood(part: Partial<Detailed> = {}): Detailed {
  const body = detailed({ numberNotUnderstood: true, reportedFrom: '1001@pbx', ...part });
  delete body.from;
  return body;
}

it('lets a person choose whose call it was in two clicks, shows it at once, and takes it back', async () => {
  let now = notUnderstood();
  answer('get', '/v1/calls/{callId}', () => ({ body: now }));
  answer('get', '/v1/customers', () => ({ body: { items: [customer({ name: 'Maya Lindqvist' })] } }));
  const put = answer('put', '/v1/calls/{callId}/customer', ({ body }) => {
    const { customerId } = body as { customerId: string | null };
    const chosen = customerId === null ? {} : { customerId, customerChosen: true, customer: { id: customerId, name: 'Maya Lindqvist' } };
    now = notUnderstood({ version: now.version + 1, ...chosen });
    return { body: call({ ...now }) };
  });
  render(
    <>
      <CallPage />
      <Notifications />
    </>,
  );
  const card = within(await screen.findByRole('region', { name: 'Customer' }));
  expect(card.getByText('1001@pbx').closest('[dir=ltr]')).toBeTruthy();
  await userEvent.click(await card.findByRole('button', { name: 'Choose a customer' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name, number or e-mail address' }), 'maya');
  await userEvent.click(await screen.findByRole('button', { name: /Maya Lindqvist/ }));
  expect(await card.findByRole('link', { name: 'Maya Lindqvist' })).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await card.findByRole('button', { name: 'Choose a customer' });
  expect(put.map(({ body, headers }) => [body, headers.get('if-match')])).toEqual([
    [{ customerId: '01CUSTOMER' }, '"1"'],
    [{ customerId: null }, '"2"'],
  ]);
});

it('offers no choice where the number tells whose call it is', async () => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ customerId: '01CUSTOMER', customer: { id: '01CUSTOMER', name: 'Maya Lindqvist' } }) }));
  render(<CallPage />);
  await screen.findByRole('link', { name: 'Maya Lindqvist' });
  expect(screen.queryByRole('button', { name: /Choose/ })).toBeNull();
});

it.each([
  ['web', 'Conversation on the web'],
  ['sms', 'Text messages'],
  ['whatsapp', 'WhatsApp'],
  ['other', 'Another channel'],
] as const)('claims nothing of a conversation on another channel (%s)', async (channel, text) => {
  const elsewhere = detailed({ channel });
  delete elsewhere.from;
  delete elsewhere.direction;
  answer('get', '/v1/calls/{callId}', () => ({ body: elsewhere }));
  render(<CallPage />);
  expect(await screen.findByRole('heading', { level: 1, name: 'Call without a number' })).toBeTruthy();
  expect(within(screen.getByRole('region', { name: 'What happened' })).getByText(text)).toBeTruthy();
  expect(screen.queryByText(/withheld|Incoming|Outgoing/)).toBeNull();
});

it.each([
  ['sms', 'Text messages'],
  ['whatsapp', 'WhatsApp'],
] as const)('shows who wrote, and how (%s)', async (channel, text) => {
  answer('get', '/v1/calls/{callId}', () => ({ body: detailed({ channel, from: '+12025550174', turns: [{ role: 'user', message: 'Are you open?', medium: 'text' }] }) }));
  render(<CallPage />);
  expect(await screen.findByRole('heading', { level: 1, name: 'Call with +1 202 555 0174' })).toBeTruthy();
  const facts = within(screen.getByRole('region', { name: 'What happened' }));
  expect(facts.getByText(text)).toBeTruthy();
  expect(facts.getByText('+1 202 555 0174')).toBeTruthy();
  expect(screen.getByText('in writing')).toBeTruthy();
  expect(screen.queryByText(/withheld/)).toBeNull();
});
