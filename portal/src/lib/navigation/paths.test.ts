import { expect, it } from 'vitest';
import { paths, placeAfterSignIn } from './paths';

it('goes back to where one came from', () => {
  expect(placeAfterSignIn('/customers/?tag=vip')).toBe('/customers/?tag=vip');
});

it.each([null, '', 'https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/login/?next=/login/', '/register/', '/invitation/'])(
  'goes to the first page instead of %s',
  (next) => {
    expect(placeAfterSignIn(next)).toBe(paths.home);
  },
);
