import { useLocale, useTranslations } from 'use-intl';
import { type Instant, cityOf, longTime, relativeTime, sameClock, shortTime, timeBeside, zoneOfBrowser } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { usePerson } from '@/lib/useSession';
import classes from './When.module.css';

interface Props {
  at: Instant;
  /** Another zone than that of the business: where a customer lives. */
  zone?: string | undefined;
  /** `relative` says how long ago; `both` adds the person's own clock where it differs. */
  as?: 'short' | 'relative' | 'both';
}

/** A time on the clock of the business. The tooltip has it in full, on the person's clock and in UTC. */
export function When({ at, zone, as = 'short' }: Props) {
  const t = useTranslations('time');
  const locale = useLocale();
  const now = useNow();
  const { user, tenant } = usePerson();
  const there = { locale, zone: zone ?? tenant.timeZone };
  const here = { locale, zone: user.timeZone ?? zoneOfBrowser() };
  const differs = !sameClock(at, there.zone, here.zone);
  const short = shortTime(at, there, now);
  const lines = [longTime(at, there), ...(differs ? [t('yours', { time: longTime(at, here) })] : []), longTime(at, { locale, zone: 'UTC' })];
  return (
    <time dateTime={at} className={classes.when} title={lines.join('\n')}>
      {as === 'relative' ? relativeTime(at, locale, now) : short}
      {as === 'both' && (
        <span className={classes.beside}>
          {differs ? t('beside', { city: cityOf(there.zone), time: timeBeside(at, here, there.zone) }) : t('in', { city: cityOf(there.zone) })}
        </span>
      )}
    </time>
  );
}
