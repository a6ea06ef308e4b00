import { expect, it } from 'vitest';
import { namesOf, valueOf } from './collectedData';

it('reads names from one line', () => {
  expect(namesOf(' name, full_name ,,name، الاسم')).toEqual(['name', 'full_name', 'الاسم']);
  expect(namesOf(' ')).toEqual([]);
});

it('takes the first value that is text', () => {
  const collected = { name: null, full_name: ' Robin ', other: 7 };
  expect(valueOf(['name', 'other', 'full_name'], collected)).toBe('Robin');
  expect(valueOf(['name'], collected)).toBeUndefined();
});
