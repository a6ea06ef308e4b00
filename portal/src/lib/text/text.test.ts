import { describe, expect, it } from 'vitest';
import { groupedPhone } from './phone';
import { pieces, visible } from './untrusted';

describe('text of strangers', () => {
  it('shows characters that reorder or hide', () => {
    expect(pieces('a\u202Eb\u200Bc')).toEqual([{ text: 'a' }, { hidden: '\u202E', code: 'U+202E' }, { text: 'b' }, { hidden: '\u200B', code: 'U+200B' }, { text: 'c' }]);
    expect(visible('\u2066admin\u2069')).toBe('[U+2066]admin[U+2069]');
  });

  it('leaves ordinary text of any script alone', () => {
    for (const text of ['José Núñez', 'فاطمة الزهراء', 'می\u200Cخواهم', '👩\u200D⚕️', 'two\nlines\tand tab', '<b onclick=x>']) {
      expect(pieces(text)).toEqual([{ text }]);
    }
  });

  it('has no pieces where there is none', () => {
    expect(pieces('')).toEqual([]);
  });
});

describe('a phone number', () => {
  it.each([
    ['+12025550123', '+1 202 555 0123'],
    ['+442079460123', '+44 207 946 0123'],
    ['+966501234567', '+966 50 123 4567'],
    ['+79161234567', '+7 916 123 4567'],
    ['not a number', 'not a number'],
  ])('%s is grouped', (number, grouped) => {
    expect(groupedPhone(number)).toBe(grouped);
  });

  it('keeps all its digits, however long', () => {
    for (let length = 7; length <= 15; length += 1) {
      for (const code of ['1', '20', '212', '44', '7', '966']) {
        const number = `+${code}${'3'.repeat(Math.max(1, length - code.length))}`;
        expect(groupedPhone(number).replaceAll(' ', '')).toBe(number);
      }
    }
  });
});
