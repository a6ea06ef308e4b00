'use client';
import { Button, Group, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { FilterChip } from '@/components/table/FilterChip';
import { Untrusted } from '@/components/text';
import { monthName } from '@/lib/time/month';
import { ACTIONS, type AuditFilter, NO_FILTER, type Person, isWholeMonth, monthsToChoose } from '../model/audit';
import classes from './cards.module.css';

interface Props {
  filter: AuditFilter;
  currentMonth: string;
  people: readonly Person[];
  change: (edit: Partial<AuditFilter>) => void;
  beside?: ReactNode;
}

export function AuditFilterBar({ filter, currentMonth, people, change, beside }: Props) {
  const t = useTranslations('audit');
  const locale = useLocale();
  const months = monthsToChoose(currentMonth, filter.month);
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('month')}
        value={filter.month ?? currentMonth}
        data={months.map((month) => ({ value: month, label: monthName(month, locale) }))}
        onChange={({ currentTarget: { value } }) => change({ month: value === currentMonth ? null : value })}
      />
      <NativeSelect
        label={t('who')}
        value={filter.person ?? ''}
        data={[{ value: '', label: t('everybody') }, ...people.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
        onChange={({ currentTarget: { value } }) => change({ person: value || null })}
      />
      <NativeSelect
        label={t('what')}
        value={filter.action ?? ''}
        data={[{ value: '', label: t('everything') }, ...ACTIONS.map((action) => ({ value: action, label: t(`actions.${action}`) }))]}
        onChange={({ currentTarget: { value } }) => change({ action: ACTIONS.find((action) => action === value) ?? null })}
      />
      {filter.record !== null && (
        <FilterChip removeLabel={t('everyRecord')} remove={() => change({ record: null })}>
          {t('record')}: <Untrusted text={filter.record} />
        </FilterChip>
      )}
      {!isWholeMonth(filter) && (
        <Button variant="subtle" color="gray" onClick={() => change({ ...NO_FILTER, month: filter.month })}>
          {t('clear')}
        </Button>
      )}
      <Group gap="sm" className={classes.end}>
        {beside}
      </Group>
    </Group>
  );
}
