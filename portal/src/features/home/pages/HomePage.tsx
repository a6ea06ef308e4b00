'use client';
import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { type Call, CallList, OtherPerson } from '@/components/calls';
import { EmptyState, ErrorState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import { useRecordQuery } from '@/lib/query';
import { cityOf, clockNow } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { usePerson } from '@/lib/useSession';
import { latestCalls, latestCallsKey } from '../api/latestCalls';

export function HomePage() {
  const t = useTranslations('home');
  const locale = useLocale();
  const now = useNow();
  const { tenant } = usePerson();
  const query = useRecordQuery({ key: latestCallsKey, ask: latestCalls });
  return (
    <Stack gap="lg" maw={1080}>
      <PageTitle
        title={tenant.name}
        beside={
          <Text size="sm" c="dimmed">
            {t('clock', { city: cityOf(tenant.timeZone), time: clockNow({ locale, zone: tenant.timeZone }, now) })}
          </Text>
        }
      >
        <Untrusted text={tenant.name} />
      </PageTitle>
      <Stack gap="sm" component="section" aria-labelledby="latest-calls">
        <Group justify="space-between">
          <Title order={2} size="h4" id="latest-calls">
            {t('latestCalls')}
          </Title>
          <Anchor component={AppLink} href={paths.calls} size="sm">
            {t('allCalls')}
          </Anchor>
        </Group>
        {query.error && <ErrorState error={query.error} title={t('callsNotRead')} retry={() => void query.refetch()} />}
        {query.isPending && <Skeleton height={280} radius="md" />}
        {query.data?.length === 0 && (
          <EmptyState icon="phone" title={t('noCalls')}>
            <Text size="sm" c="dimmed" ta="center" maw={420}>
              {t('noCallsHint')}
            </Text>
          </EmptyState>
        )}
        {query.data && query.data.length > 0 && <CallList label={t('latestCalls')} calls={query.data} who={(call) => <Who call={call} />} />}
      </Stack>
    </Stack>
  );
}

function Who({ call }: { call: Call }) {
  if (call.customerId === undefined) return <OtherPerson call={call} />;
  return (
    <Anchor component={AppLink} href={paths.customer(call.customerId)} c="inherit" inherit>
      <OtherPerson call={call} />
    </Anchor>
  );
}
