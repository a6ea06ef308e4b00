import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Delivery } from '@/lib/deliveries';
import { delivery } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import { rowOf } from '../model/delivery';
import DeliveryDrawer from './DeliveryDrawer';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

const row = rowOf(delivery());
const name = { id: row.id, received: row.receivedAt };
let now: Delivery[];

beforeEach(() => {
  now = [delivery()];
});

function open() {
  const asked = answer('get', '/v1/operations/inbox', () => ({ body: { items: now } }));
  render(<DeliveryDrawer name={name} known={undefined} close={() => undefined} />);
  return asked;
}

it('finds the delivery among those of the same moment, and says why it waits', async () => {
  now = [delivery({ id: 'another' }), delivery()];
  const asked = open();
  expect(await screen.findByText('Navaia made a mistake.')).toBeDefined();
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({ from: row.receivedAt, to: row.receivedAt, limit: '200' });
});

it('says that a delivery is not there', async () => {
  now = [];
  open();
  expect(await screen.findByText('This delivery is not there, or not any more.')).toBeDefined();
});

it('waits for the result of processing it again, and says no result before there is one', async () => {
  const replays = answer('post', '/v1/operations/inbox/replay', () => {
    now = [delivery({ state: 'pending', attempts: 0 })];
    return { status: 202, body: { queued: 1, skipped: 0, more: false } };
  });
  const asked = open();
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  expect(await screen.findByText('Queued. Waiting for the result…')).toBeDefined();
  expect(replays.map(({ body }) => body)).toEqual([{ entryId: row.entryId, connectionId: row.connectionId }]);
  await waitFor(() => expect(asked.length).toBeGreaterThan(2), { timeout: 6_000 });
  expect(screen.queryByText('Done: it is in a call.')).toBeNull();
  now = [delivery({ state: 'processed', attempts: 0, settledAt: '2026-11-01T11:00:00Z', callId: '01CALL' })];
  expect(await screen.findByText('Done: it is in a call.', undefined, { timeout: 6_000 })).toBeDefined();
  expect(screen.queryByText('Queued. Waiting for the result…')).toBeNull();
}, 20_000);

it('goes on waiting while the list leaves it out between two states', async () => {
  answer('post', '/v1/operations/inbox/replay', () => {
    now = [];
    return { status: 202, body: { queued: 1, skipped: 0, more: false } };
  });
  const asked = open();
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  await waitFor(() => expect(asked.length).toBeGreaterThan(1));
  expect(await screen.findByText('Queued. Waiting for the result…')).toBeDefined();
  expect(screen.queryByText('It is not there any more.')).toBeNull();
  now = [delivery({ state: 'processed', attempts: 0, settledAt: '2026-11-01T11:00:00Z', callId: '01CALL' })];
  expect(await screen.findByText('Done: it is in a call.', undefined, { timeout: 6_000 })).toBeDefined();
}, 20_000);

it('says that nothing was queued where the API has queued nothing', async () => {
  answer('post', '/v1/operations/inbox/replay', () => ({ status: 202, body: { queued: 0, skipped: 1, more: false } }));
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  expect(await screen.findByText(/It was not queued: it changed in the meantime/)).toBeDefined();
  expect(screen.queryByText('Queued. Waiting for the result…')).toBeNull();
});

it('says what the API refused', async () => {
  answer('post', '/v1/operations/inbox/replay', () => ({ status: 503, problem: { code: 'unavailable' } }));
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  expect(await screen.findByText('It was not queued again')).toBeDefined();
});

it('says why a delivery cannot be read, and where', async () => {
  now = [delivery({ state: 'unreadable', lastError: 'unreadable', defect: { reason: 'not_json', line: 3, column: 17 } })];
  open();
  expect((await screen.findByText('It is not JSON.')).closest('[role=alert]')?.textContent).toBe('Why it cannot be readIt is not JSON. Line 3, byte 17');
});

it.each([
  ['cut_off', 'It ends too early.'],
  ['not_an_object', 'It is JSON, but no object.'],
  ['too_large', 'It is larger than what is kept. The conversation is fetched instead.'],
  ['over_quota', "Only the head was kept: the day's quota was used up. The conversation is fetched on the next day instead."],
  ['damaged', 'A part of what was kept is missing.'],
] as const)('says that a delivery is %s, and claims no place for it', async (reason, text) => {
  now = [delivery({ state: 'unreadable', lastError: 'unreadable', defect: { reason } })];
  open();
  expect(await screen.findByText(text)).toBeDefined();
  expect(screen.queryByText(/^Line/)).toBeNull();
});

it('names the field without which a delivery says nothing', async () => {
  now = [delivery({ state: 'unreadable', lastError: 'unreadable', defect: { reason: 'field_missing', field: 'data' } })];
  open();
  const text = await screen.findByText(/A field is missing or has no use:/);
  expect(text.querySelector('code[dir=ltr]')?.textContent).toBe('data');
});

it('says a reason of a later API by its code', async () => {
  now = [delivery({ state: 'unreadable', lastError: 'unreadable', defect: { reason: 'of_a_later_api' as 'not_json' } })];
  open();
  expect(await screen.findByText('of_a_later_api')).toBeDefined();
});

it('says nothing of a defect where there is none', async () => {
  open();
  expect(await screen.findByText('Navaia made a mistake.')).toBeDefined();
  expect(screen.queryByText('Why it cannot be read')).toBeNull();
});
