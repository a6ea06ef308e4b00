'use client';
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { STATES, isState } from '@/lib/deliveries';
import { EVERYTHING, type InboxFilter, isEverything, isOutOfOrder } from '../model/inboxFilter';
import classes from './InboxFilterBar.module.css';

interface Props {
  filter: InboxFilter;
  /** Changes the filter as it is by then: what was chosen just before is not shown yet, and stays. */
  change: (edit: Partial<InboxFilter>) => void;
  beside?: ReactNode;
}

export default function InboxFilterBar({ filter, change, beside }: Props) {
  const t = useTranslations('inbox');
  const states = useTranslations('deliveries.states');
  const wrong = isOutOfOrder(filter);
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('state')}
        value={filter.state ?? ''}
        data={[{ value: '', label: t('allStates') }, ...STATES.map((state) => ({ value: state, label: states(state) }))]}
        onChange={({ currentTarget: { value } }) => change({ state: isState(value) ? value : null })}
      />
      <Day label={t('from')} value={filter.from} change={(from) => change({ from })} />
      <Day label={t('to')} value={filter.to} error={wrong ? t('wrongOrder') : undefined} change={(to) => change({ to })} />
      {!isEverything(filter) && (
        <Button variant="subtle" color="gray" onClick={() => change(EVERYTHING)}>
          {t('clear')}
        </Button>
      )}
      <Group gap="sm" className={classes.end}>
        {beside}
      </Group>
    </Group>
  );
}

interface DayProps {
  label: string;
  value: string | null;
  error?: string | undefined;
  change: (day: string | null) => void;
}

function Day({ label, value, error, change }: DayProps) {
  return <TextInput type="date" label={label} value={value ?? ''} error={error} className={classes.day} onChange={({ currentTarget }) => change(currentTarget.value || null)} />;
}
