import type { components } from '@/lib/api';
import { groupedPhone } from '@/lib/text/phone';
import { visible } from '@/lib/text/untrusted';

export type Call = components['schemas']['CallView'];

/** The number at the other end of the line. */
export function otherNumber({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string | undefined {
  return direction === 'outbound' ? to : from;
}

/** Who was on the phone, where one line of plain text is wanted. */
export function otherPersonText(call: Call, withheld: string): string {
  if (call.customer?.name !== undefined) return visible(call.customer.name);
  const number = otherNumber(call);
  return number === undefined ? withheld : groupedPhone(number);
}
