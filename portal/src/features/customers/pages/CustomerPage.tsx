'use client';
import { Alert, Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState, ErrorState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { When } from '@/components/text';
import { type ApiError, isProblem } from '@/lib/api';
import { leaveWith, paths, useGo } from '@/lib/navigation';
import { useRecordQuery } from '@/lib/query';
import { useMay } from '@/lib/useSession';
import { customerKeys, getCustomer } from '../api/customers';
import { useCustomerMutation } from '../api/useCustomerMutation';
import { CustomerCalls } from '../components/CustomerCalls';
import { CustomerHeader } from '../components/CustomerHeader';
import { ConsentField } from '../components/details/ConsentField';
import { CustomFieldsField } from '../components/details/CustomFieldsField';
import { NotesField } from '../components/details/NotesField';
import { OtherPhonesField, PrimaryPhoneField } from '../components/details/phoneFields';
import { TagsField } from '../components/details/TagsField';
import { LanguageField, TextField, TimeZoneField } from '../components/details/textFields';
import type { Customer } from '../model/customer';
import classes from './CustomerPage.module.css';

export function CustomerPage() {
  const t = useTranslations('customer');
  const id = useSearchParams().get('id') ?? '';
  const query = useRecordQuery({ key: customerKeys.one(id), ask: (signal) => getCustomer(id, signal), enabled: id !== '' });
  const { data: customer, error } = query;

  if (isProblem(error, 'gone')) return <Deleted id={id} error={error} restored={() => void query.refetch()} />;
  // An address that names no id, or one that cannot be an id, is as good as one of a customer who never was.
  if (id === '' || isProblem(error, 'not_found', 'validation_failed')) {
    return (
      <Stack gap="md">
        <PageTitle title={t('notFound')} />
        <EmptyState icon="person" title={t('notFoundHint')}>
          <Button component={AppLink} href={paths.customers} variant="default" size="xs">
            {t('back')}
          </Button>
        </EmptyState>
      </Stack>
    );
  }
  if (!customer) {
    return (
      <Stack gap="md" aria-busy={!error}>
        <PageTitle title={t('title')} visuallyHidden />
        {error ? <ErrorState error={error} title={t('notRead')} retry={() => void query.refetch()} /> : <Skeleton height={420} radius="md" />}
      </Stack>
    );
  }
  return (
    <>
      {error && <ErrorState error={error} title={t('notRead')} retry={() => void query.refetch()} />}
      <Details key={customer.id} customer={customer} />
    </>
  );
}

function Details({ customer }: { customer: Customer }) {
  const t = useTranslations('customer');
  const mayEdit = useMay('customers.edit');
  const go = useGo();
  const { edit, remove } = useCustomerMutation();
  const field = { customer, edit, readOnly: !mayEdit };

  const removeAndLeave = () =>
    leaveWith(() => {
      void remove([customer]);
      go(paths.customers);
    });

  return (
    <Stack gap="lg">
      <CustomerHeader customer={customer} remove={mayEdit ? removeAndLeave : undefined} />
      <div className={classes.columns}>
        <Paper withBorder component="section" aria-labelledby="details-of-customer" className={classes.details}>
          <Title order={2} size="h5" id="details-of-customer" className={classes.heading}>
            {t('details')}
          </Title>
          <TextField {...field} member="name" />
          <PrimaryPhoneField {...field} />
          <OtherPhonesField {...field} />
          <TextField {...field} member="email" />
          <TagsField {...field} />
          <ConsentField {...field} />
          <LanguageField {...field} />
          <TimeZoneField {...field} />
          <TextField {...field} member="externalId" />
          <CustomFieldsField {...field} />
          <Text size="xs" c="dimmed" className={classes.origin}>
            {t(customer.source === 'call' ? 'knownByCall' : 'knownByHand')} <When at={customer.createdAt} />
            <br />
            {t('changed')} <When at={customer.updatedAt} />
          </Text>
        </Paper>
        <Stack gap="lg" className={classes.main}>
          <Paper withBorder className={classes.details}>
            <NotesField {...field} />
          </Paper>
          <CustomerCalls id={customer.id} />
        </Stack>
      </div>
    </Stack>
  );
}

function Deleted({ id, error, restored }: { id: string; error: ApiError; restored: () => void }) {
  const t = useTranslations('customer');
  const list = useTranslations('customers');
  const mayEdit = useMay('customers.edit');
  const { restore } = useCustomerMutation();
  const [failure, setFailure] = useState<unknown>(null);
  const [isRunning, setRunning] = useState(false);
  const { deletedAt } = error.problem;
  async function bringBack(): Promise<void> {
    setRunning(true);
    setFailure(null);
    try {
      await restore(id);
      restored();
    } catch (refused) {
      setFailure(refused);
      setRunning(false);
    }
  }
  return (
    <Stack gap="md" maw={560}>
      <PageTitle title={t('isDeleted')} />
      <Alert color="gray" variant="light">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            {t('deletedAt')} {deletedAt !== undefined && <When at={deletedAt} as="both" />}
          </Text>
          {mayEdit && (
            <Button size="xs" variant="default" loading={isRunning} onClick={() => void bringBack()}>
              {list('restore')}
            </Button>
          )}
        </Stack>
      </Alert>
      {failure !== null && <ErrorState error={failure} title={t('notRestored')} />}
    </Stack>
  );
}
