import { useTranslations } from 'use-intl';
import { groupedPhone } from '@/lib/text/phone';
import classes from './Phone.module.css';

/** A phone number reads from left to right in every language. */
export function Phone({ number, extension }: { number: string; extension?: string | undefined }) {
  const t = useTranslations('common');
  return (
    <span className={classes.phone}>
      <bdi dir="ltr">{groupedPhone(number)}</bdi>
      {extension !== undefined && (
        <>
          {' '}
          <span className={classes.extension}>{t('extension', { number: extension })}</span>
        </>
      )}
    </span>
  );
}
