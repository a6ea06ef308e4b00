'use client';
import { Group, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { FilterChip } from '@/components/table/FilterChip';
import { type CallFilter, type Days, SPANS, STATUSES, isUsableDay } from '../model/callFilter';
import classes from './CallFilterBar.module.css';

interface Props {
  filter: CallFilter;
  /** Changes the filter as it is by then: what was chosen just before is not shown yet, and stays. */
  change: (edit: (filter: CallFilter) => CallFilter, how?: 'push' | 'replace') => void;
  /** What the customer of the filter is called, where that is known. */
  customer: ReactNode;
  beside: ReactNode;
}

export function CallFilterBar({ filter, change, customer, beside }: Props) {
  const t = useTranslations('callList');
  const statuses = useTranslations('calls.statuses');
  const { time } = filter;
  const span = time === undefined ? '' : 'span' in time ? time.span : 'some';

  function chooseTime(value: string): void {
    const chosen = SPANS.find((each) => each === value);
    const time: CallFilter['time'] = chosen ? { span: chosen } : value === 'some' ? {} : undefined;
    change((now) => ({ ...now, time }));
  }

  return (
    <Group gap="sm">
      <NativeSelect
        aria-label={t('status')}
        value={filter.status ?? ''}
        onChange={({ currentTarget: { value } }) => change((now) => ({ ...now, status: STATUSES.find((each) => each === value) }))}
        data={[{ value: '', label: t('allStatuses') }, ...STATUSES.map((value) => ({ value, label: statuses(value) }))]}
      />
      <NativeSelect
        aria-label={t('numbers')}
        value={filter.notUnderstood ? 'not_understood' : ''}
        onChange={({ currentTarget: { value } }) => change((now) => ({ ...now, notUnderstood: value !== '' || undefined }))}
        data={[
          { value: '', label: t('allNumbers') },
          { value: 'not_understood', label: t('numberNotUnderstood') },
        ]}
      />
      <NativeSelect
        aria-label={t('time')}
        value={span}
        onChange={({ currentTarget: { value } }) => chooseTime(value)}
        data={[
          { value: '', label: t('anyTime') },
          { value: '1', label: t('today') },
          ...(['7', '30'] as const).map((value) => ({ value, label: t('lastDays', { count: Number(value) }) })),
          { value: 'some', label: t('someDays') },
        ]}
      />
      {time && !('span' in time) && <BetweenDays days={time} change={(part) => change((now) => ({ ...now, time: { ...daysOf(now), ...part } }), 'replace')} />}
      {filter.customer !== undefined && (
        <FilterChip removeLabel={t('removeFilter')} remove={() => change((now) => ({ ...now, customer: undefined }))}>
          {customer}
        </FilterChip>
      )}
      <Group gap="sm" className={classes.end}>
        {beside}
      </Group>
    </Group>
  );
}

function daysOf({ time }: CallFilter): Days {
  return time && !('span' in time) ? time : {};
}

function BetweenDays({ days, change }: { days: Days; change: (days: Days) => void }) {
  const t = useTranslations('callList');
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={t('days')}>
      <Day label={t('from')} day={days.from} change={(from) => change({ from })} />
      <span aria-hidden="true">–</span>
      <Day label={t('to')} day={days.to} change={(to) => change({ to })} />
    </Group>
  );
}

/** A day. While its year is being typed, nothing is asked. */
function Day({ label, day, change }: { label: string; day: string | undefined; change: (day: string | undefined) => void }) {
  const [begun, setBegun] = useState<string | null>(null);
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={begun ?? day ?? ''}
      max="2999-12-31"
      onChange={({ currentTarget: { value } }) => {
        const isWhole = value === '' || isUsableDay(value);
        setBegun(isWhole ? null : value);
        if (isWhole) change(value || undefined);
      }}
      onBlur={() => setBegun(null)}
    />
  );
}
