import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { connection } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import { QuotaNotice } from './QuotaNotice';

it("says that today's quota is used up", async () => {
  answer('get', '/v1/settings/voice-connection', () => ({ body: connection({ dayQuotaReachedAt: '2026-11-01T11:00:00Z' }) }));
  render(<QuotaNotice />);
  expect(await screen.findByText("Today's quota of deliveries is used up")).toBeDefined();
  expect(screen.getByText(/these calls appear late/)).toBeDefined();
});

it('says nothing otherwise, nor where there is no connection', async () => {
  for (const reply of [{ body: connection() }, { status: 404, problem: { code: 'not_found' } }]) {
    const asked = answer('get', '/v1/settings/voice-connection', () => reply);
    const { unmount } = render(<QuotaNotice />);
    await waitFor(() => expect(asked.length).toBe(1));
    expect(screen.queryByRole('alert')).toBeNull();
    unmount();
  }
});
