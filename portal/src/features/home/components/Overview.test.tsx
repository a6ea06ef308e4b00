import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { session } from '@/lib/api';
import { addDays } from '@/lib/time';
import { recordStore } from '@/lib/records';
import { call, delivery, person } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import type { Dashboard } from '../api/dashboard';
import { Overview } from './Overview';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

function dashboard(part: Partial<Dashboard> = {}): Dashboard {
  const days = Array.from({ length: 30 }, (_, index) => ({ date: addDays('2026-11-27', index - 29), calls: [], newCustomers: 0 }));
  return { timeZone: 'America/New_York', days, customers: 0, latestCalls: [], ...part };
}

function busy(): Dashboard {
  const { days } = dashboard();
  const today = { date: '2026-11-27', calls: [{ status: 'completed' as const, count: 3 }, { status: 'busy' as const, count: 1 }], newCustomers: 2 };
  return dashboard({
    days: [...days.slice(0, 29), today],
    customers: 12,
    latestCalls: [call({ customerId: '01CUSTOMER', customer: { id: '01CUSTOMER', name: 'Maya Lindqvist' }, summaryTitle: 'Check-up booked' })],
  });
}

beforeEach(() => {
  recordStore.clear();
  answer('get', '/v1/operations/inbox', () => ({ body: { items: [] } }));
});

it('tells the totals, and leads to the latest calls', async () => {
  answer('get', '/v1/overview/dashboard', () => ({ body: busy() }));
  render(<Overview />);
  expect(await screen.findByText('12 customers in all')).toBeTruthy();
  expect(screen.getByLabelText('4 in all, from 29 Oct to 27 Nov')).toBeTruthy();
  expect(screen.getByLabelText('2 in all, from 29 Oct to 27 Nov')).toBeTruthy();
  const links = [...document.querySelectorAll('ul[aria-label="Latest calls"] a')];
  expect(links.map((link) => [link.textContent, link.getAttribute('href')?.split('?')[1]])).toEqual([
    ['Maya Lindqvist', 'id=01CUSTOMER'],
    ['Check-up booked', 'id=01CALL'],
  ]);
});

it('shows calls of which nothing is known as such, and not as failed', async () => {
  const { days } = dashboard();
  const today = { date: '2026-11-27', calls: [{ status: 'outcome_unknown' as const, count: 4 }], newCustomers: 0 };
  answer('get', '/v1/overview/dashboard', () => ({ body: dashboard({ days: [...days.slice(0, 29), today], latestCalls: [call({ status: 'outcome_unknown' })] }) }));
  render(<Overview />);
  const chart = await screen.findByRole('region', { name: 'Calls of the last 30 days' });
  const legend = [...chart.querySelectorAll('li')].map((line) => line.textContent);
  expect(legend).toEqual(['Conversations 0', 'Not reached 0', 'Failed 0', 'Outcome unknown 4', 'Not over yet 0']);
  expect([...chart.querySelectorAll('rect')].map((block) => block.dataset.series)).toEqual(['unknown']);
});

it('leads a newcomer to the voice provider', async () => {
  answer('get', '/v1/overview/dashboard', () => ({ body: dashboard() }));
  render(<Overview />);
  expect(await screen.findByText('No calls yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Connect the voice provider' }).getAttribute('href')).toMatch(/^\/settings\/voice\/?$/);
  expect(screen.queryByRole('img', { name: /in all/ })).toBeNull();
  expect(await screen.findByText('Nothing in the inbox needs you.')).toBeTruthy();
});

it('says that it could not be read, which is not that there is nothing', async () => {
  answer('get', '/v1/overview/dashboard', (_, count) => (count === 1 ? { status: 500, problem: { code: 'internal_error' } } : { body: busy() }));
  render(<Overview />);
  expect(await screen.findByText('The overview could not be read')).toBeTruthy();
  expect(screen.queryByText('No calls yet')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('region', { name: 'Calls of the last 30 days' })).toBeTruthy();
});

it('says what in the inbox needs somebody', async () => {
  answer('get', '/v1/overview/dashboard', () => ({ body: dashboard() }));
  const items = [delivery(), delivery({ id: '2', state: 'unclaimed' }), delivery({ id: '3' }), delivery({ id: '4', state: 'processed' })];
  answer('get', '/v1/operations/inbox', () => ({ body: { items } }));
  render(<Overview />);
  expect((await screen.findByRole('link', { name: '2 reports failed' })).getAttribute('href')).toMatch(/^\/operations\/?\?state=failed$/);
  expect(screen.getByRole('link', { name: '1 report has no agent' })).toBeTruthy();
  expect(screen.queryByText(/cannot be read/)).toBeNull();
});

it('asks for the inbox only in the name of who may see it', async () => {
  answer('get', '/v1/overview/dashboard', () => ({ body: dashboard() }));
  const asked = answer('get', '/v1/operations/inbox', () => ({ body: { items: [] } }));
  render(<Overview />);
  session.signedIn({ accessToken: 'token', expiresIn: 300, ...person, user: { ...person.user, role: 'agent' } });
  expect(await screen.findByText('No calls yet')).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Connect the voice provider' })).toBeNull();
  expect(screen.queryByText('Nothing in the inbox needs you.')).toBeNull();
  expect(asked.length).toBeLessThanOrEqual(1);
});
