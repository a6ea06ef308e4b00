'use client';
import { Button, Skeleton, Stack, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Call, CallList } from '@/components/calls';
import { EmptyState, ErrorState } from '@/components/feedback';
import { useRecordList } from '@/lib/query';
import { customerKeys, listCallsOf } from '../api/customers';

export function CustomerCalls({ id }: { id: string }) {
  const t = useTranslations('customer');
  const list = useRecordList<Call>({ key: customerKeys.calls(id), ask: (cursor, signal) => listCallsOf(id, cursor, signal) });
  return (
    <Stack gap="sm" component="section" aria-labelledby="calls-of-customer">
      <Title order={2} size="h5" id="calls-of-customer">
        {t('calls')}
      </Title>
      {list.error && <ErrorState error={list.error} title={t('callsNotRead')} retry={() => void list.retry()} />}
      {list.isLoading && !list.error && <Skeleton height={150} radius="md" />}
      {list.isEmpty && <EmptyState icon="phone" title={t('noCalls')} />}
      {list.rows.length > 0 && <CallList label={t('calls')} calls={list.rows} />}
      {list.hasMore && list.rows.length > 0 && !list.error && (
        <Button variant="default" size="xs" loading={list.isLoadingMore} style={{ alignSelf: 'center' }} onClick={() => void list.loadMore()}>
          {t('moreCalls')}
        </Button>
      )}
    </Stack>
  );
}
