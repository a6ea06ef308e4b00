import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import ReplayAllDialog from './ReplayAllDialog';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

const filter = { state: 'failed', from: '2026-11-01', to: '2026-11-01' } as const;
const range = { state: 'failed', from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T04:59:59.999Z' };

it('goes through the whole range, a part at a time', async () => {
  const asked = answer('post', '/v1/operations/inbox/replay', (_, count) => ({
    status: 202,
    body: count === 1 ? { queued: 99, skipped: 1, more: true, nextCursor: 'next' } : { queued: 2, skipped: 0, more: false },
  }));
  render(<ReplayAllDialog filter={filter} close={() => undefined} />);
  expect(asked).toEqual([]);
  expect((await screen.findByText(/^Received from/)).textContent).toMatch(/^Received from 1 Nov, 00:00/);
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  expect(await screen.findByText('101 deliveries are queued')).toBeDefined();
  expect(screen.getByText(/^1 was left out/)).toBeDefined();
  expect(asked.map(({ body }) => body)).toEqual([range, { ...range, cursor: 'next' }]);
});

it('goes on where it was refused', async () => {
  const asked = answer('post', '/v1/operations/inbox/replay', (_, count) =>
    count === 1
      ? { status: 202, body: { queued: 100, skipped: 0, more: true, nextCursor: 'next' } }
      : count === 2
        ? { status: 503, problem: { code: 'unavailable' } }
        : { status: 202, body: { queued: 5, skipped: 0, more: false } },
  );
  render(<ReplayAllDialog filter={filter} close={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  expect(await screen.findByText('Not all could be queued')).toBeDefined();
  expect(screen.getByText('100 deliveries are queued')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  expect(await screen.findByText('105 deliveries are queued')).toBeDefined();
  expect(asked.map(({ body }) => (body as { cursor?: string }).cursor)).toEqual([undefined, 'next', 'next']);
});

it('stops when it is told to', async () => {
  let answerNow: () => void = () => undefined;
  const asked = answer('post', '/v1/operations/inbox/replay', async () => {
    await new Promise<void>((resolve) => (answerNow = resolve));
    return { status: 202, body: { queued: 100, skipped: 0, more: true, nextCursor: 'next' } };
  });
  render(<ReplayAllDialog filter={filter} close={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  answerNow();
  expect(await screen.findByText(/^Stopped/)).toBeDefined();
  expect(asked).toHaveLength(1);
});
