'use client';
import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { clockNow } from '@/lib/time';
import { usePerson } from '@/lib/useSession';
import classes from './ConnectionBanner.module.css';

/** Says that the network is gone, and since when what is shown may be old. */
export function ConnectionBanner() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const { tenant } = usePerson();
  const [offlineSince, setOfflineSince] = useState<number | null>(() => (navigator.onLine ? null : Date.now()));
  useEffect(() => {
    const gone = () => setOfflineSince(Date.now());
    const back = () => setOfflineSince(null);
    window.addEventListener('offline', gone);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', gone);
      window.removeEventListener('online', back);
    };
  }, []);
  return (
    <div role="status" className={offlineSince === null ? undefined : classes.banner}>
      {offlineSince !== null && (
        <>
          <Icon name="cloudOff" />
          <Text size="sm">{t('offline', { time: clockNow({ locale, zone: tenant.timeZone }, offlineSince) })}</Text>
        </>
      )}
    </div>
  );
}
