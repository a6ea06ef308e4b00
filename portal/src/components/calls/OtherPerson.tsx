'use client';
import { useTranslations } from 'use-intl';
import { Phone, Untrusted } from '@/components/text';
import { type Call, otherNumber } from './call';

/** Who was on the phone: the name, else the number, else that it is withheld. */
export function OtherPerson({ call }: { call: Call }) {
  const t = useTranslations('calls');
  const number = otherNumber(call);
  if (call.customer?.name !== undefined) return <Untrusted text={call.customer.name} />;
  return number === undefined ? t('withheld') : <Phone number={number} />;
}
