'use client';
import { Anchor, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { type Call, CallList, OtherPerson } from '@/components/calls';
import { ErrorState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import { cityOf, clockNow } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { useMay, usePerson } from '@/lib/useSession';
import type { Dashboard } from '../api/dashboard';
import { useDashboard } from '../api/useDashboard';
import { DayChart } from './DayChart';
import { FirstSteps } from './FirstSteps';
import { InboxAttention } from './InboxAttention';
import { OUTCOMES, newCustomersOf, outcomesOf } from '../model/outcomes';

/** What happened lately, and what to look at. */
export function Overview() {
  const t = useTranslations('dashboard');
  const locale = useLocale();
  const now = useNow();
  const { tenant } = usePerson();
  const maySeeInbox = useMay('inbox.replay');
  const query = useDashboard();
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
      {maySeeInbox && <InboxAttention />}
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={420} radius="md" />}
      {query.data && <Content dashboard={query.data} />}
    </Stack>
  );
}

function Content({ dashboard: { days, customers, latestCalls } }: { dashboard: Dashboard }) {
  const t = useTranslations('dashboard');
  return (
    <>
      {(customers > 0 || latestCalls.length > 0) && (
        <>
          <Text size="sm" c="dimmed">
            {t('customersInAll', { count: customers })}
          </Text>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <DayChart title={t('calls')} series={OUTCOMES.map((key) => ({ key, label: t(`outcomes.${key}`) }))} columns={days.map(outcomesOf)} />
            <DayChart title={t('newCustomers')} series={[{ key: 'customers', label: t('customers') }]} columns={days.map(newCustomersOf)} />
          </SimpleGrid>
        </>
      )}
      <Stack gap="sm" component="section" aria-labelledby="latest-calls">
        <Group justify="space-between">
          <Title order={2} size="h4" id="latest-calls">
            {t('latestCalls')}
          </Title>
          <Anchor component={AppLink} href={paths.calls} size="sm">
            {t('allCalls')}
          </Anchor>
        </Group>
        {latestCalls.length === 0 && <FirstSteps />}
        {latestCalls.length > 0 && <CallList label={t('latestCalls')} calls={latestCalls} who={(call) => <Who call={call} />} />}
      </Stack>
    </>
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
