import { expect, it } from 'vitest';
import { namesOf } from './collectedData';

it('reads names from one line', () => {
  expect(namesOf(' name, full_name ,,name، الاسم')).toEqual(['name', 'full_name', 'الاسم']);
  expect(namesOf(' ')).toEqual([]);
});
