import { expect, it } from 'vitest';
import { moneyText } from './money';

it.each([
  [1_250_000, 'USD', 'US$1.25'],
  [12_500, 'USD', 'US$0.0125'],
  [0, 'USD', 'US$0.00'],
  [-500_000, 'USD', '-US$0.50'],
  [1_234_567_000_000, 'USD', 'US$1,234,567.00'],
  [1_500_000, 'not a currency', '1.50 not a currency'],
])('%s micros of %s are %s', (micros, currency, text) => expect(moneyText({ micros, currency: currency as 'USD' })).toBe(text));
