'use client';
import { Button, CloseButton, Group, NativeSelect, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Untrusted } from '@/components/text';
import { Later } from '@/components/layout/Later';
import { Tabs } from '@/components/layout/Tabs';
import { lazily } from '@/components/layout/lazily';
import { paths } from '@/lib/navigation';
import { FilterChip } from '@/components/table/FilterChip';
import type { CustomerFilter } from '../model/customerFilter';
import classes from './CustomerFilterBar.module.css';

const AddFilter = lazily(() => import('./AddFilter'));

const TYPING_MS = 180;

interface Props {
  filter: CustomerFilter;
  change: (filter: CustomerFilter, how?: 'push' | 'replace') => void;
  beside?: ReactNode;
}

export function CustomerFilterBar({ filter, change, beside }: Props) {
  const t = useTranslations('customers');
  const all = { by: 'all', order: 'newest' } as const;
  const exact = filter.by === 'all' || filter.by === 'deleted' || filter.by === 'q' ? null : { by: filter.by, text: filter.text };
  return (
    <Group gap="sm" className={classes.bar}>
      <Search key={filter.by === 'deleted' ? 'deleted' : 'live'} filter={filter} change={change} />
      {exact ? (
        <FilterChip removeLabel={t('removeFilter')} remove={() => change(all)}>
          {t(`filters.${exact.by}`)}: <Untrusted text={exact.text} />
        </FilterChip>
      ) : (
        <Later
          fallback={
            <Button variant="default" leftSection={<Icon name="filter" size={16} />} aria-busy>
              {t('filter')}
            </Button>
          }
        >
          <AddFilter add={(by, text) => change({ by, text })} />
        </Later>
      )}
      <Tabs
        label={t('show')}
        tabs={[
          { href: paths.customers, title: t('live'), isCurrent: filter.by !== 'deleted' },
          { href: paths.deletedCustomers, title: t('deleted'), isCurrent: filter.by === 'deleted' },
        ]}
      />
      <Group gap="sm" className={classes.end}>
        {filter.by === 'all' && (
          <NativeSelect
            size="sm"
            aria-label={t('order')}
            value={filter.order}
            onChange={({ currentTarget: { value } }) => change({ by: 'all', order: value === 'updated' ? 'updated' : 'newest' })}
            data={[
              { value: 'newest', label: t('newest') },
              { value: 'updated', label: t('updated') },
            ]}
          />
        )}
        {beside}
      </Group>
    </Group>
  );
}

/** Searches while one types. The address follows, so that going back from a customer finds the same list. */
function Search({ filter, change }: Pick<Props, 'filter' | 'change'>) {
  const t = useTranslations('customers');
  const asked = filter.by === 'q' ? filter.text : '';
  const [typed, setTyped] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(asked);
  useHotkeys([['/', () => input.current?.focus()]]);

  // The address was changed by something else: the back button, another filter.
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setTyped(asked);
  }, [asked]);

  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      const wasEmpty = sent.current === '';
      sent.current = text;
      change(text === '' ? { by: 'all', order: 'newest' } : { by: 'q', text }, wasEmpty ? 'push' : 'replace');
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, change]);

  return (
    <TextInput
      ref={input}
      className={classes.search}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped('');
      }}
      placeholder={t('searchPlaceholder')}
      aria-label={t('searchLabel')}
      type="search"
      maxLength={200}
      dir="auto"
      leftSection={<Icon name="search" size={16} />}
      rightSection={typed !== '' && <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => setTyped('')} />}
    />
  );
}
