import type { components } from '@/lib/api';
import { moneyText } from '@/lib/text/money';

/** An amount of money, read from left to right in every language. */
export function Money({ amount }: { amount: components['schemas']['Money'] }) {
  return <bdi dir="ltr">{moneyText(amount)}</bdi>;
}
