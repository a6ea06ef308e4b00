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
