import { expect, it } from 'vitest';
import { regions } from '@/lib/places';
import { originOf } from './callingCode';

it.each([
  ['+966201234567', '+966', 'SA'],
  ['+971312345678', '+971', 'AE'],
  ['+442079460971', '+44', 'GB'],
  ['+4915112345678', '+49', 'DE'],
  ['+201012345678', '+20', 'EG'],
  ['+21112345678', '+211', 'SS'],
  // Codes of several countries, of a service, and of nobody.
  ['+12112345678', '+1', undefined],
  ['+79991234567', '+7', undefined],
  ['+262692123456', '+262', undefined],
  ['+80012345678', '+800', undefined],
  ['+99912345678', '+999', undefined],
])('%s begins with %s, the code of %s', (number, code, country) => {
  expect(originOf(number)).toEqual({ code, ...(country === undefined ? {} : { country }) });
});

it('knows the code of every country that has one of its own', () => {
  const codes = Array.from({ length: 999 }, (_, index) => (index + 1).toString());
  const found = codes.flatMap((code) => {
    const { code: read, country } = originOf(`+${code.padEnd(11, '0')}`);
    return read === `+${code}` && country !== undefined ? [country] : [];
  });
  const known = new Set(found);
  expect(known.size).toBe(found.length);
  const shared = 'AG AI AS BB BM BS CA DM DO GD GP GU JM KN KY KZ LC MP MS PR RE RU TC TT US VA VC VG VI YT';
  const missing = regions('en').map(({ value }) => value).filter((country) => !known.has(country));
  expect(missing.sort().join(' ')).toBe(shared);
});
