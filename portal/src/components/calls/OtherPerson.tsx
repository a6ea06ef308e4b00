'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Phone, Untrusted } from '@/components/text';
import { type Call, otherNumber, reportedNumber } from './call';
import classes from './OtherPerson.module.css';

/** Who was on the phone: the name, else the number, else that it is not understood or withheld. */
export function OtherPerson({ call }: { call: Call }) {
  if (call.customer?.name !== undefined) return <Untrusted text={call.customer.name} />;
  return <OtherNumber call={call} />;
}

/** The number at the other end, else what was reported in its place, that it is withheld, or on which channel it was. */
export function OtherNumber({ call }: { call: Call }) {
  const t = useTranslations('calls');
  const channels = useTranslations('calls.channels');
  const number = otherNumber(call);
  const reported = reportedNumber(call);
  if (number !== undefined) return <Phone number={number} />;
  if (reported !== undefined) return <Reported text={reported} />;
  if (call.numberWithheld) return t('withheld');
  const { channel } = call;
  return channel !== undefined && channel !== 'phone' && channels.has(channel) ? channels(channel) : t('noNumber');
}

/** What the network sent in place of a number, with a badge. It reads from left to right, as a number does. */
function Reported({ text }: { text: string }) {
  const t = useTranslations('calls');
  return (
    <span className={classes.reported}>
      <span dir="ltr" className={classes.text}>
        <Untrusted text={text} isLine />
      </span>
      <Badge component="span" variant="light" color="yellow" size="sm" tt="none" fw={500} className={classes.badge}>
        {t('notUnderstood')}
      </Badge>
    </span>
  );
}
