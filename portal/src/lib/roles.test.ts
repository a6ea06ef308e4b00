import { expect, it } from 'vitest';
import { may } from './roles';

it.each([
  ['viewer', false],
  ['agent', true],
  ['admin', true],
  ['owner', true],
  ['a role of a newer version', false],
])('%s may edit customers: %s', (role, allowed) => {
  expect(may(role, 'customers.edit')).toBe(allowed);
});

it('shows the inbox and the voice connection to those whom the API lets see them', () => {
  for (const action of ['connection.edit', 'inbox.replay'] as const) {
    expect(['viewer', 'agent', 'admin', 'owner', 'a role of a newer version'].filter((role) => may(role, action))).toEqual(['admin', 'owner']);
  }
});
