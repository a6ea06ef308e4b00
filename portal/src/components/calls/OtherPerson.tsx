'use client';
import { useTranslations } from 'use-intl';
import { Phone, Untrusted } from '@/components/text';
import { type Call, otherNumber, reportedNumber } from './call';

/** Who was on the phone: the name, else the number, else that it is not understood or withheld. */
export function OtherPerson({ call }: { call: Call }) {
  if (call.customer?.name !== undefined) return <Untrusted text={call.customer.name} />;
  return <OtherNumber call={call} />;
}

/** The number at the other end, else that it is not understood or withheld. */
export function OtherNumber({ call }: { call: Call }) {
  const t = useTranslations('calls');
  const number = otherNumber(call);
  const reported = reportedNumber(call);
  if (number !== undefined) return <Phone number={number} />;
  return reported === undefined ? t('withheld') : t.rich('notUnderstood', { reported: () => <Untrusted text={reported} /> });
}
