import { expect, it } from 'vitest';
import { type Turn, likelyHeight, turnAt } from './turns';

const turns: Turn[] = [{ role: 'agent', timeInCallSeconds: 0 }, { role: 'user', timeInCallSeconds: 7 }, { role: 'agent' }, { role: 'agent', timeInCallSeconds: 9 }];

it.each([
  ['0', 0],
  ['8', 1],
  ['9', 3],
  ['999', 3],
  [null, -1],
  ['x', -1],
  ['-1', -1],
])('second %s is in turn %s', (second, index) => expect(turnAt(turns, second)).toBe(index));

it('of an empty conversation names none', () => expect(turnAt([], '3')).toBe(-1));

it('is thought to be higher the more was said', () => {
  const heights = [{ role: 'agent' }, { role: 'agent', message: 'Hello' }, { role: 'agent', message: 'Hello '.repeat(50) }, { role: 'agent', message: 'Hello '.repeat(50), toolCalls: [{ name: 'x' }] }].map((turn) => likelyHeight(turn as Turn));
  expect([...heights].sort((a, b) => a - b)).toEqual(heights);
  expect(new Set(heights).size).toBe(4);
});
