'use client';
import { Button, Skeleton, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState, ErrorState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { isProblem } from '@/lib/api';
import { paths, useUrlState } from '@/lib/navigation';
import { useRecordQuery } from '@/lib/query';
import { type CallAnswer, callKeys, getCall } from '../api/calls';
import { CallFacts } from '../components/CallFacts';
import { CallHeader } from '../components/CallHeader';
import { CallNavigation } from '../components/CallNavigation';
import { CollectedData } from '../components/CollectedData';
import { CustomerCard } from '../components/CustomerCard';
import { Evaluation } from '../components/Evaluation';
import { Summary } from '../components/Summary';
import { TechnicalDetails } from '../components/TechnicalDetails';
import { Transcript } from '../components/Transcript';
import { filterOf } from '../model/callFilter';
import classes from './CallPage.module.css';

export function CallPage() {
  const t = useTranslations('call');
  const { params } = useUrlState();
  const id = params.get('id') ?? '';
  const filter = filterOf(params);
  const query = useRecordQuery({ key: callKeys.one(id), ask: (signal) => getCall(id, signal), enabled: id !== '' });
  const { data: answer, error, refetch } = query;

  // A list knows a newer version of the call than that which the details are of.
  const isBehind = answer !== undefined && answer.call.version > answer.detailsOf && !query.isFetching && !error;
  useEffect(() => {
    if (isBehind) void refetch();
  }, [isBehind, refetch]);

  const navigation = <CallNavigation id={id} filter={filter} />;
  if (id === '' || isProblem(error, 'not_found', 'validation_failed')) {
    return (
      <Stack gap="md">
        <PageTitle title={t('notFound')} />
        <EmptyState icon="phone" title={t('notFoundHint')}>
          <Button component={AppLink} href={paths.calls} variant="default" size="xs">
            {t('back')}
          </Button>
        </EmptyState>
      </Stack>
    );
  }
  if (!answer) {
    return (
      <Stack gap="md" aria-busy={!error}>
        {navigation}
        <PageTitle title={t('title')} visuallyHidden />
        {error ? <ErrorState error={error} title={t('notRead')} retry={() => void refetch()} /> : <Skeleton height={420} radius="md" />}
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      {navigation}
      {error && <ErrorState error={error} title={t('notRead')} retry={() => void refetch()} />}
      <Contents key={answer.call.id} answer={answer} />
    </Stack>
  );
}

function Contents({ answer: { call, details } }: { answer: CallAnswer }) {
  return (
    <Stack gap="lg">
      <CallHeader call={call} />
      <div className={classes.columns}>
        <Summary call={call} details={details} />
        <Stack gap="md" className={classes.side}>
          <CallFacts call={call} details={details} />
          <CustomerCard call={call} />
          <CollectedData collected={details.collected} />
          <Evaluation evaluation={details.evaluation} />
          <TechnicalDetails call={call} reported={details.reported} />
        </Stack>
        <Transcript call={call} details={details} />
      </div>
    </Stack>
  );
}
