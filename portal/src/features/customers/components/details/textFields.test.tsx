import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { customer } from '@/testing/records';
import { render } from '@/testing/render';
import type { Customer } from '../../model/customer';
import { LanguageField, TextField } from './textFields';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

function show(shown: Customer): void {
  const field = { customer: shown, edit: () => Promise.resolve(), readOnly: true };
  const fields = { name: <TextField {...field} member="name" />, email: <TextField {...field} member="email" />, externalId: <TextField {...field} member="externalId" />, language: <LanguageField {...field} /> };
  render(Object.entries(fields).map(([name, each]) => <section key={name} aria-label={name}>{each}</section>));
}

/** Where the mark of a field leads, if it has one. */
function markOf(name: string): string | null | undefined {
  return within(screen.getByRole('region', { name })).queryByRole('link', { name: 'Told on the phone' })?.getAttribute('href');
}

const filled = { name: 'Robin Told', email: 'robin@example.com', language: 'ar', externalId: 'A-1' };

const told = (callId: string) => ({ callId, at: '2026-11-01T10:00:00Z' });

it('marks what was told on the phone, and leads to the call in which it was', () => {
  show(customer({ ...filled, told: { name: told('01NAME'), email: told('01EMAIL'), language: told('01LANGUAGE') } }));
  expect(markOf('name')).toMatch(/^\/calls\/call\/?\?id=01NAME$/);
  expect(markOf('email')).toMatch(/\?id=01EMAIL$/);
  expect(markOf('language')).toMatch(/\?id=01LANGUAGE$/);
  expect(markOf('externalId')).toBeUndefined();
});

it('marks nothing else', () => {
  show(customer({ ...filled, told: { email: told('01EMAIL') } }));
  expect(['name', 'email', 'language', 'externalId'].filter((name) => markOf(name) !== undefined)).toEqual(['email']);
});

it('marks nothing that people typed', () => {
  show(customer(filled));
  expect(screen.getByText('Robin Told')).toBeTruthy();
  expect(screen.queryByText('Told on the phone')).toBeNull();
});
