'use client';
import { Button, Stack } from '@mantine/core';
import { Suspense, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState, NoneFound } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { PageTitle } from '@/components/layout/PageTitle';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';
import { RecordTable, useHiddenColumns } from '@/components/table';
import { paths, useUrlState } from '@/lib/navigation';
import { useRecordList } from '@/lib/query';
import { recordStore } from '@/lib/records';
import { useMay } from '@/lib/useSession';
import { KIND, customerKeys, listCustomers } from '../api/customers';
import { useBulk } from '../api/useBulk';
import { useCustomerMutation } from '../api/useCustomerMutation';
import { CustomerFilterBar } from '../components/CustomerFilterBar';
import { useCustomerColumns } from '../components/useCustomerColumns';
import { type CustomerRow, isWhole, nameOf } from '../model/customer';
import { type CustomerFilter, filterOf, paramsOf } from '../model/customerFilter';

const ColumnsMenu = lazily(() => import('@/components/table/ColumnsMenu'));
const NewCustomerDrawer = lazily(() => import('../components/NewCustomerDrawer'));
const SelectionBar = lazily(() => import('../components/SelectionBar'));

export function CustomersPage() {
  const t = useTranslations('customers');
  const { params, write } = useUrlState();
  const filter = useMemo(() => filterOf(params), [params]);
  const mayEdit = useMay('customers.edit');
  const isNew = mayEdit && params.get('new') === '1';
  const list = useCustomerList(filter);
  const { restore, fail } = useCustomerMutation();
  const { isRunning, result, run, remove, dismiss } = useBulk();
  const [restoring, setRestoring] = useState<ReadonlySet<string>>(new Set());
  const [hidden, setHidden] = useHiddenColumns('customers');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  async function bringBack(customer: CustomerRow): Promise<void> {
    setRestoring((all) => new Set(all).add(customer.id));
    try {
      await restore(customer.id);
    } catch (error) {
      fail(t('notRestored', { name: nameOf(customer) }), error);
    } finally {
      setRestoring((all) => new Set([...all].filter((id) => id !== customer.id)));
    }
  }

  const columns = useCustomerColumns(filter, mayEdit ? { run: (customer) => void bringBack(customer), running: restoring } : null);
  const isDeletedList = filter.by === 'deleted';
  const canSelect = mayEdit && (filter.by === 'all' || filter.by === 'tag');
  const chosen = list.rows.filter((row) => selected.has(row.id)).filter(isWhole);
  const change = (next: CustomerFilter, how?: 'push' | 'replace') => {
    setSelected(new Set());
    write(paramsOf(next), how);
  };

  return (
    <Stack gap="md">
      <PageTitle
        title={isDeletedList ? t('deletedTitle') : t('title')}
        beside={
          mayEdit &&
          !isDeletedList && (
            <Button leftSection={<Icon name="plus" size={16} />} onClick={() => write({ new: '1' })}>
              {t('new')}
            </Button>
          )
        }
      />
      <CustomerFilterBar
        filter={filter}
        change={change}
        beside={
          <Later>
            <ColumnsMenu columns={columns.filter(({ id }) => id !== 'name' && id !== 'restore')} hidden={hidden} change={setHidden} />
          </Later>
        }
      />
      <RecordTable
        list={list}
        label={isDeletedList ? t('deletedTitle') : t('title')}
        notRead={t('notRead')}
        empty={<NoCustomers filter={filter} clear={() => change({ by: 'all', order: 'newest' })} {...(mayEdit ? { create: () => write({ new: '1' }) } : {})} />}
        columns={columns}
        hidden={hidden}
        isBusy={(row) => recordStore.isBeingMade(row.id)}
        {...(isDeletedList ? {} : { href: (row: CustomerRow) => paths.customer(row.id) })}
        {...(canSelect ? { selection: { selected, change: setSelected, nameOf } } : {})}
      />
      <Suspense>
        {(chosen.length > 0 || result) && (
          <SelectionBar
            customers={chosen}
            isRunning={isRunning}
            result={result}
            clear={() => setSelected(new Set())}
            run={(action) => void run(action, chosen)}
            remove={() => void remove(chosen).then(({ refused }) => setSelected(new Set(refused.map(({ customer }) => customer.id))))}
            dismiss={dismiss}
          />
        )}
      </Suspense>
      <Suspense>{isNew && <NewCustomerDrawer callId={params.get('call')} close={() => write({ new: null, call: null }, 'replace')} />}</Suspense>
    </Stack>
  );
}

function useCustomerList(filter: CustomerFilter) {
  const key = customerKeys.list(filter);
  const made = useMemo(() => {
    if (filter.by === 'all') return { kind: KIND, belongs: () => true };
    if (filter.by === 'tag') return { kind: KIND, belongs: (row: CustomerRow) => isWhole(row) && row.tags.includes(filter.text) };
    return undefined;
  }, [filter]);
  return useRecordList<CustomerRow>({
    key,
    ask: (cursor, signal) => listCustomers(filter, cursor, signal),
    ...(made ? { made } : {}),
  });
}

function NoCustomers({ filter, clear, create }: { filter: CustomerFilter; clear: () => void; create?: () => void }) {
  const t = useTranslations('customers');
  if (filter.by === 'deleted') return <EmptyState icon="trash" title={t('noneDeleted')} />;
  if (filter.by !== 'all') return <NoneFound title={t('noneFound')} action={t('showAll')} clear={clear} />;
  return (
    <EmptyState icon="people" title={t('none')}>
      {create && (
        <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={create}>
          {t('new')}
        </Button>
      )}
    </EmptyState>
  );
}
