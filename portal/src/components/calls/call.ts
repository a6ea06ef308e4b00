import type { components } from '@/lib/api';
import { groupedPhone } from '@/lib/text/phone';
import { visible } from '@/lib/text/untrusted';

export type Call = components['schemas']['CallView'];

/** The number at the other end of the line. */
export function otherNumber({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string | undefined {
  return direction === 'outbound' ? to : from;
}

/** What the network sent in place of a number that can be called, as it sent it. */
export function reportedNumber({ reportedFrom, reportedTo }: Pick<Call, 'reportedFrom' | 'reportedTo'>): string | undefined {
  return reportedFrom ?? reportedTo;
}

/** Whether a person may say whose call it is: no number tells, several customers have it, or a person said so before. */
export function mayChooseCustomer(call: Call): boolean {
  return call.customerChosen === true || otherNumber(call) === undefined || call.candidates.length > 0;
}

/** Who was on the phone, where one line of plain text is wanted; nothing where that is withheld. */
export function otherPersonText(call: Call): string | undefined {
  if (call.customer?.name !== undefined) return visible(call.customer.name);
  const number = otherNumber(call);
  return number === undefined ? undefined : groupedPhone(number);
}
