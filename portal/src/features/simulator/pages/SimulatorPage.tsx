'use client';
import { Alert, Anchor, Loader, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { CallList, OtherPerson } from '@/components/calls';
import { EmptyState, ErrorState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { listScenarios } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { paths } from '@/lib/navigation';
import { isOnThisMachine } from '@/lib/thisMachine';
import { listAgents, simulatorKeys } from '../api/simulator';
import { useArrival } from '../api/useArrival';
import { CallForm } from '../components/CallForm';

export function SimulatorPage() {
  return (
    <AreaTexts area="simulator" loading={<Skeleton height={420} radius="md" />}>
      <Page />
    </AreaTexts>
  );
}

function Page() {
  const t = useTranslations('simulator');
  return (
    <Stack gap="md" maw={720}>
      <PageTitle title={t('title')} />
      {isOnThisMachine() ? (
        <Simulator />
      ) : (
        <EmptyState icon="tool" title={t('elsewhere')}>
          <Text size="sm" c="dimmed">
            {t('elsewhereHint')}
          </Text>
        </EmptyState>
      )}
    </Stack>
  );
}

function Simulator() {
  const t = useTranslations('simulator');
  const scenarios = useQuery({ queryKey: simulatorKeys.scenarios, queryFn: ({ signal }) => listScenarios(signal), staleTime: Infinity });
  const agents = useQuery({ queryKey: simulatorKeys.agents, queryFn: ({ signal }) => listAgents(signal) });
  const { query: calls, arrived, isAwaited, isSlow, wait } = useArrival();
  const unread = scenarios.error ?? agents.error;

  return (
    <>
      <Text size="sm" c="dimmed">
        {t('hint')}
      </Text>
      {unread && <ErrorState error={unread} title={t('notRead')} retry={() => void Promise.all([scenarios.refetch(), agents.refetch()])} />}
      {!unread && (!scenarios.data || !agents.data) && <Skeleton height={320} />}
      {scenarios.data && agents.data && <CallForm agents={agents.data} scenarios={scenarios.data} called={wait} />}
      <div role="status">
        {isAwaited && !isSlow && (
          <Alert variant="light" color="gray" icon={<Loader size="xs" />}>
            {t('waiting')}
          </Alert>
        )}
        {isSlow && (
          <Alert variant="light" color="yellow">
            <Anchor component={AppLink} href={paths.inbox} size="sm" c="inherit" underline="always">
              {t('slow')}
            </Anchor>
          </Alert>
        )}
        {arrived && (
          <Alert variant="light" color="teal" title={t('arrived')}>
            <Anchor component={AppLink} href={paths.call(arrived.id)} size="sm" c="inherit" underline="always">
              {t('open')}
            </Anchor>
          </Alert>
        )}
      </div>
      <Title order={2} size="h4">
        {t('latest')}
      </Title>
      {calls.error && <ErrorState error={calls.error} title={t('latest')} retry={() => void calls.refetch()} />}
      {calls.isLoading && <Skeleton height={120} />}
      {calls.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noneYet')}
        </Text>
      )}
      {calls.data && calls.data.length > 0 && <CallList label={t('latest')} calls={calls.data} who={(call) => <OtherPerson call={call} />} />}
    </>
  );
}
