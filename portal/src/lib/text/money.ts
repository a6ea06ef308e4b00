import type { components } from '@/lib/api';

const MICROS = 1_000_000;
/** A call costs fractions of a cent a second: cents alone would show many calls as free. */
const DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 4 };

/** "US$0.0125": digits and order are the same in every language, so that amounts can be compared. */
export function moneyText({ micros, currency }: components['schemas']['Money']): string {
  const amount = micros / MICROS;
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency, ...DIGITS }).format(amount);
  } catch {
    // A later version of the API may know money that the browser does not.
    return `${new Intl.NumberFormat('en-GB', DIGITS).format(amount)} ${currency}`;
  }
}
