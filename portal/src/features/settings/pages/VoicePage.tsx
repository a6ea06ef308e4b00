'use client';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { AdminsOnly, EmptyState, ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { useUrlState } from '@/lib/navigation';
import { useMay } from '@/lib/useSession';
import { lazily } from '@/components/layout/lazily';
import { getConnection, latestDeliveries, voiceKeys } from '../api/voice';
import { ConnectionCard } from '../components/ConnectionCard';
import { Findings } from '../components/Findings';
import { SettingsFrame, WithSettingsTexts } from '../components/SettingsFrame';
import { WebhookCard } from '../components/WebhookCard';

const CredentialsDrawer = lazily(() => import('../components/CredentialsDrawer'));

export function VoicePage() {
  return (
    <WithSettingsTexts>
      <Voice />
    </WithSettingsTexts>
  );
}

function Voice() {
  const t = useTranslations('voice');
  const maySee = useMay('connection.edit');
  if (maySee) return <VoiceConnection />;
  return (
    <SettingsFrame part="voice">
      <AdminsOnly title={t('adminsOnly')} hint={t('adminsOnlyHint')} />
    </SettingsFrame>
  );
}

function VoiceConnection() {
  const t = useTranslations('voice');
  const { params, write } = useUrlState();
  const editing = params.get('edit');
  const query = useQuery({ queryKey: voiceKeys.connection, queryFn: ({ signal }) => getConnection(signal) });
  const deliveries = useQuery({ queryKey: voiceKeys.deliveries, queryFn: ({ signal }) => latestDeliveries(signal) });
  const { data: connection } = query;
  const open = (what: 'key' | 'secret') => write({ edit: what });

  return (
    <SettingsFrame part="voice" hint={t('hint')}>
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={320} radius="md" />}
      {connection === null && (
        <EmptyState icon="link" title={t('none')}>
          <Text size="sm" c="dimmed" ta="center" maw={420} mb="xs">
            {t('noneHint')}
          </Text>
          <Button leftSection={<Icon name="link" size={16} />} onClick={() => open('key')}>
            {t('connect')}
          </Button>
        </EmptyState>
      )}
      {connection && (
        <Stack gap="md">
          <Findings connection={connection} deliveries={deliveries} open={open} />
          <Group align="flex-start" gap="md" grow preventGrowOverflow={false} wrap="wrap">
            <WebhookCard connection={connection} enterSecret={() => open('secret')} />
            <ConnectionCard connection={connection} change={() => open('key')} />
          </Group>
        </Stack>
      )}
      <Suspense>
        {connection !== undefined && editing !== null && (
          <CredentialsDrawer connection={connection} focus={editing === 'secret' ? 'secret' : 'key'} close={() => write({ edit: null }, 'replace')} />
        )}
      </Suspense>
    </SettingsFrame>
  );
}
