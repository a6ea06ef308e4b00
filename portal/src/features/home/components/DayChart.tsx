import { Paper, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { shortDay } from '@/lib/time';
import { type Column, stacked, sums, total } from '../model/outcomes';
import { DayTable } from './DayTable';
import classes from './DayChart.module.css';

interface Props<Series extends string> {
  title: string;
  /** Each series with what it is called, from the bottom of a bar to its top. */
  series: readonly { key: Series; label: string }[];
  columns: readonly Column<Series>[];
}

const WIDTH = 10;
const GAP = 2;

/** A bar for each day, and the same as a table for whoever cannot see bars. */
export function DayChart<Series extends string>({ title, series, columns }: Props<Series>) {
  const t = useTranslations('dashboard');
  const locale = useLocale();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const keys = series.map(({ key }) => key);
  const bars = stacked(keys, columns);
  const totals = sums(keys, columns);
  const day = (date: string | undefined) => (date === undefined ? '' : shortDay(date, locale));
  const [first, last] = [day(columns[0]?.date), day(columns.at(-1)?.date)];
  const count = columns.reduce((sum, column) => sum + total(column), 0);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${(columns.length * WIDTH).toString()} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('chart', { count, first, last })}
      >
        {bars.map((blocks, index) =>
          blocks.map(({ series: of, top, height }) => (
            <rect
              key={`${columns[index]?.date ?? ''}-${of}`}
              className={classes.block}
              data-series={of}
              x={index * WIDTH + GAP / 2}
              y={top}
              width={WIDTH - GAP}
              height={height}
            />
          )),
        )}
      </svg>
      <div className={classes.ends}>
        <time dateTime={columns[0]?.date}>{first}</time>
        <time dateTime={columns.at(-1)?.date}>{last}</time>
      </div>
      <ul className={classes.legend}>
        {series.map(({ key, label }) => (
          <li key={key}>
            <span className={classes.mark} data-series={key} aria-hidden="true" />
            {label} <b>{totals[key].toLocaleString(locale)}</b>
          </li>
        ))}
      </ul>
      <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Text size="sm" span>
            {t('asTable')}
          </Text>
        </summary>
        {isOpen && <DayTable title={t('tableOf', { title })} series={series} columns={columns} />}
      </details>
    </Paper>
  );
}
