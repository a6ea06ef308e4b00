'use client';
import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Call, reportedNumber } from '@/components/calls';
import { ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { Phone, Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import { useProjected } from '@/lib/records';
import { groupedPhone } from '@/lib/text/phone';
import { customersOf, findCustomers } from '../api/customerChoice';
import classes from './CustomerChoiceDialog.module.css';

const TYPING_MS = 150;

interface Props {
  call: Call;
  close: () => void;
  choose: (customer: NonNullable<Call['customer']>, name: string) => void;
}

type Found = Awaited<ReturnType<typeof findCustomers>>[number];

/** Finds the customer whose call it was, or leads to a new one. */
export default function CustomerChoiceDialog({ call, close, choose }: Props) {
  const t = useTranslations('customerChoice');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useQuery({
    queryKey: ['customers', 'choice', asked],
    queryFn: ({ signal }) => findCustomers(asked, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const meant = useQuery({
    queryKey: ['customers', 'candidates', call.candidates],
    queryFn: ({ signal }) => customersOf(call.candidates, signal),
    enabled: call.candidates.length > 0,
  });
  const customers = useProjected(asked === '' ? [] : (found.data ?? []));
  const candidates = useProjected(meant.data ?? []);
  const isSettled = asked !== '' && asked === typed.trim() && !found.isFetching && !found.error;
  const list = (label: string, rows: readonly Found[]) => (
    <ul className={classes.list} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" className={classes.customer} onClick={() => choose({ id: row.id, ...(row.name === undefined ? {} : { name: row.name }) }, row.name ?? groupedPhone(row.phone))}>
            <span className={classes.name}>{row.name === undefined ? t('unnamed') : <Untrusted text={row.name} isLine />}</span>
            <span className={classes.number}>
              <Phone number={row.phone} extension={row.phoneExtension} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <Modal opened onClose={close} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        {meant.error && <ErrorState error={meant.error} title={t('candidatesNotRead')} retry={() => void meant.refetch()} />}
        {candidates.length > 0 && (
          <div>
            <Text size="sm" c="dimmed">
              {t('candidates')}
            </Text>
            {list(t('candidates'), candidates)}
          </div>
        )}
        <TextInput
          data-autofocus
          aria-label={t('search')}
          placeholder={t('search')}
          dir="auto"
          autoComplete="off"
          maxLength={120}
          leftSection={<Icon name="search" size={16} />}
          rightSection={found.isFetching ? <Loader size="xs" aria-label={t('searching')} /> : null}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {found.error && asked !== '' && <ErrorState error={found.error} title={t('notFound')} retry={() => void found.refetch()} />}
        {customers.length > 0 && list(t('title'), customers)}
        <Text size="sm" c="dimmed" role="status">
          {asked === '' ? t('hint') : isSettled && customers.length === 0 ? t('nothing') : ''}
        </Text>
        {reportedNumber(call) !== undefined && (
          <Group justify="flex-end">
            <Button component={AppLink} href={paths.newCustomerOfCall(call.id)} variant="default" size="xs" leftSection={<Icon name="plus" size={14} />}>
              {t('newCustomer')}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
