import { useLocale, useTranslations } from 'use-intl';
import { shortDay } from '@/lib/time';
import type { Column } from '../model/outcomes';
import classes from './DayChart.module.css';

interface Props<Series extends string> {
  title: string;
  series: readonly { key: Series; label: string }[];
  columns: readonly Column<Series>[];
}

/** What a chart shows, in numbers; the latest day first. */
export function DayTable<Series extends string>({ title, series, columns }: Props<Series>) {
  const t = useTranslations('dashboard');
  const locale = useLocale();
  return (
    // Scrolls on its own, and by the keyboard.
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.toReversed().map(({ date, values }) => (
            <tr key={date}>
              <th scope="row">
                <time dateTime={date}>{shortDay(date, locale)}</time>
              </th>
              {series.map(({ key }) => (
                <td key={key}>{values[key].toLocaleString(locale)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
