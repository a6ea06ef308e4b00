'use client';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type Call, OtherPerson } from '@/components/calls';
import { EmptyState, NoneFound } from '@/components/feedback';
import { Later } from '@/components/layout/Later';
import { PageTitle } from '@/components/layout/PageTitle';
import { lazily } from '@/components/layout/lazily';
import { RecordTable, useHiddenColumns } from '@/components/table';
import { AreaTexts } from '@/lib/i18n';
import { paths, useUrlState } from '@/lib/navigation';
import { useAgentNames } from '../api/useAgentNames';
import { useCallList } from '../api/useCallList';
import { CallFilterBar } from '../components/CallFilterBar';
import { HIDDEN_AT_FIRST, useCallColumns } from '../components/useCallColumns';
import { type CallFilter, addressOf, filterOf, paramsOf } from '../model/callFilter';

const ColumnsMenu = lazily(() => import('@/components/table/ColumnsMenu'));

export function CallsPage() {
  return (
    <AreaTexts area="calls" loading={<Skeleton height={420} radius="md" />}>
      <Calls />
    </AreaTexts>
  );
}

function Calls() {
  const t = useTranslations('callList');
  const { params, write, written } = useUrlState();
  const filter = filterOf(params);
  const list = useCallList(filter);
  const [hidden, setHidden] = useHiddenColumns('calls', HIDDEN_AT_FIRST);
  const agentName = useAgentNames({ enabled: !hidden.has('agent') });
  const address = addressOf(filter);
  const href = useCallback((call: Call) => paths.call(call.id, address), [address]);
  const columns = useCallColumns(href, agentName);
  const change = (edit: (filter: CallFilter) => CallFilter, how?: 'push' | 'replace') => write(paramsOf(edit(filterOf(written()))), how);
  const ofCustomer = filter.customer === undefined || list.isPrevious ? undefined : list.rows.find(({ customerId }) => customerId === filter.customer);

  return (
    <Stack gap="md">
      <PageTitle title={t('title')} />
      <CallFilterBar
        filter={filter}
        change={change}
        customer={ofCustomer ? t.rich('ofCustomer', { customer: () => <OtherPerson call={ofCustomer} /> }) : t('ofOneCustomer')}
        beside={
          <Later>
            <ColumnsMenu columns={columns.filter(({ id }) => id !== 'person')} hidden={hidden} change={setHidden} />
          </Later>
        }
      />
      <RecordTable
        list={list}
        label={t('title')}
        notRead={t('notRead')}
        empty={<NoCalls filtered={address !== ''} clear={() => change(() => ({}))} />}
        columns={columns}
        hidden={hidden}
        href={href}
      />
    </Stack>
  );
}

function NoCalls({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const t = useTranslations('callList');
  if (filtered) return <NoneFound title={t('noneFound')} action={t('showAll')} clear={clear} />;
  return (
    <EmptyState icon="phone" title={t('none')}>
      <Text size="sm" c="dimmed" ta="center" maw={420}>
        {t('noneHint')}
      </Text>
    </EmptyState>
  );
}
