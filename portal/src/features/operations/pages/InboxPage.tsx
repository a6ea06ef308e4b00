'use client';
import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AdminsOnly, EmptyState, NoneFound } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { PageTitle } from '@/components/layout/PageTitle';
import { lazily } from '@/components/layout/lazily';
import { RecordTable } from '@/components/table';
import { AreaTexts } from '@/lib/i18n';
import { paths, useUrlState } from '@/lib/navigation';
import { useRecordList } from '@/lib/query';
import { useMay, usePerson } from '@/lib/useSession';
import { inboxKeys, listInbox } from '../api/inbox';
import { QuotaNotice } from '../components/QuotaNotice';
import { useDeliveryColumns } from '../components/useDeliveryColumns';
import type { DeliveryRow } from '../model/delivery';
import { EVERYTHING, type InboxFilter, filterOf, isEverything, isOutOfOrder } from '../model/inboxFilter';

const InboxFilterBar = lazily(() => import('../components/InboxFilterBar'));
const DeliveryDrawer = lazily(() => import('../components/DeliveryDrawer'));
const ReplayAllDialog = lazily(() => import('../components/ReplayAllDialog'));

export function InboxPage() {
  return (
    <AreaTexts area="administration" loading={<Skeleton height={420} radius="md" />}>
      <Inbox />
    </AreaTexts>
  );
}

function Inbox() {
  const t = useTranslations('inbox');
  const maySee = useMay('inbox.replay');
  return (
    <Stack gap="md">
      <PageTitle title={t('title')} />
      {maySee ? (
        <Deliveries />
      ) : (
        <AdminsOnly title={t('adminsOnly')} hint={t('adminsOnlyHint')} />
      )}
    </Stack>
  );
}

function Deliveries() {
  const t = useTranslations('inbox');
  const client = useQueryClient();
  const { params, write } = useUrlState();
  const { timeZone } = usePerson().tenant;
  const filter = useMemo(() => filterOf(params), [params]);
  const [isReplayingAll, setReplayingAll] = useState(false);
  const opened = nameIn(params);
  const change = (edit: Partial<InboxFilter>) => write(edit);
  const { state } = filter;

  const query = params.toString();
  const href = useCallback(
    (row: DeliveryRow) => {
      const next = new URLSearchParams(query);
      next.set('entry', row.id);
      next.set('received', row.receivedAt);
      return `${paths.inbox}?${next.toString()}`;
    },
    [query],
  );
  const open = useCallback((row: DeliveryRow) => write({ entry: row.id, received: row.receivedAt }), [write]);
  const columns = useDeliveryColumns(href, open);
  const isWrong = isOutOfOrder(filter);

  return (
    <>
      <Text size="sm" c="dimmed">
        {t('hint')}
      </Text>
      <QuotaNotice />
      <Suspense fallback={<Skeleton height={61} />}>
        <InboxFilterBar
          filter={filter}
          change={change}
          beside={
            <>
              <Button variant="default" leftSection={<Icon name="restore" size={16} />} onClick={() => void client.invalidateQueries({ queryKey: inboxKeys.all })}>
                {t('refresh')}
              </Button>
              {state !== null && !isWrong && (
                <Button variant="default" onClick={() => setReplayingAll(true)}>
                  {t('replayAll')}
                </Button>
              )}
            </>
          }
        />
      </Suspense>
      {!isWrong && <List filter={filter} zone={timeZone} columns={columns} href={href} open={open} clear={() => change(EVERYTHING)} opened={opened} close={() => write({ entry: null, received: null }, 'replace')} />}
      <Suspense>{isReplayingAll && state !== null && <ReplayAllDialog filter={{ ...filter, state }} close={() => setReplayingAll(false)} />}</Suspense>
    </>
  );
}

interface ListProps {
  filter: InboxFilter;
  zone: string;
  columns: ReturnType<typeof useDeliveryColumns>;
  href: (row: DeliveryRow) => string;
  open: (row: DeliveryRow) => void;
  clear: () => void;
  opened: ReturnType<typeof nameIn>;
  close: () => void;
}

function List({ filter, zone, columns, href, open, clear, opened, close }: ListProps) {
  const t = useTranslations('inbox');
  const list = useRecordList<DeliveryRow>({
    key: inboxKeys.list(filter, zone),
    ask: (cursor, signal) => listInbox(filter, zone, cursor, signal),
  });
  return (
    <>
      <RecordTable
        list={list}
        label={t('title')}
        notRead={t('notRead')}
        empty={
          isEverything(filter) ? (
            <EmptyState icon="inbox" title={t('none')}>
              <Text size="sm" c="dimmed">
                {t('noneHint')}
              </Text>
            </EmptyState>
          ) : (
            <NoneFound icon="inbox" title={t('noneFound')} action={t('showAll')} clear={clear} />
          )
        }
        columns={columns}
        href={href}
        open={open}
      />
      <Suspense>{opened && <DeliveryDrawer key={opened.id} name={opened} known={list.rows.find(({ id }) => id === opened.id)} close={close} />}</Suspense>
    </>
  );
}

/** The delivery that the address opens. */
function nameIn(params: URLSearchParams): { id: string; received: string } | null {
  const id = params.get('entry');
  const received = params.get('received');
  return id !== null && received !== null ? { id, received } : null;
}
