import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { connection } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import CredentialsDrawer from './CredentialsDrawer';

const KEY = 'hush-api-key-1';
const SECRET = 'hush-webhook-secret-1';
const close = vi.fn();

async function type(label: string, text: string): Promise<void> {
  await userEvent.type(await screen.findByLabelText(label, { exact: false, selector: 'input' }), text);
}

function stored(): string {
  return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]);
}

it('keeps credentials nowhere in the browser', async () => {
  const sent = answer('put', '/v1/settings/voice-connection', () => ({ body: connection() }));
  render(<CredentialsDrawer connection={null} focus="key" close={close} />);
  await type('API key', KEY);
  await type('Webhook secret', SECRET);
  expect(stored()).not.toContain('hush');
  await userEvent.click(screen.getByRole('button', { name: 'Connect' }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent.map(({ body }) => body)).toEqual([{ apiKey: KEY, webhookSecret: SECRET }]);
  expect(stored()).not.toContain('hush');
  expect(screen.getByLabelText('API key', { exact: false, selector: 'input' })).toHaveProperty('value', '');
});

it('says at the field what the API refuses, and keeps what was typed', async () => {
  answer('put', '/v1/settings/voice-connection', () => ({
    status: 422,
    problem: { code: 'validation_failed', errors: [{ pointer: '/webhookSecret', code: 'too_short', params: { min: 8 }, detail: '' }] },
  }));
  render(<CredentialsDrawer connection={connection()} focus="secret" close={close} />);
  await type('API key', KEY);
  await type('Webhook secret', 'short');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Use at least 8 characters.')).toBeDefined();
  expect(screen.getByLabelText('API key', { exact: false, selector: 'input' })).toHaveProperty('value', KEY);
  expect(document.activeElement).toBe(screen.getByLabelText('Webhook secret', { exact: false, selector: 'input' }));
});

it('asks for the key before it sends anything', async () => {
  const sent = answer('put', '/v1/settings/voice-connection', () => ({ body: connection() }));
  render(<CredentialsDrawer connection={connection()} focus="key" close={close} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
  expect(await screen.findByText('This is needed.')).toBeDefined();
  expect(sent).toEqual([]);
});
