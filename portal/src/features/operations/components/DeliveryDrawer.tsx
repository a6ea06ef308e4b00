'use client';
import { Alert, Anchor, Button, Code, Drawer, Group, Loader, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState, ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { When } from '@/components/text';
import { isProblem } from '@/lib/api';
import { placeOfFix, reasonOf } from '@/lib/deliveries';
import { paths } from '@/lib/navigation';
import { useReplayOfOne } from '../api/useReplayOfOne';
import type { DeliveryName, DeliveryRow, Outcome } from '../model/delivery';
import { DeliveryBody } from './DeliveryBody';
import { DeliveryType } from './DeliveryType';
import { StateBadge } from './StateBadge';
import classes from './DeliveryDrawer.module.css';

interface Props {
  name: DeliveryName;
  /** The row of the list, shown until it is read again. */
  known: DeliveryRow | undefined;
  close: () => void;
}

export default function DeliveryDrawer({ name, known, close }: Props) {
  const t = useTranslations('delivery');
  const replay = useReplayOfOne(name, known);
  const { row } = replay;
  const { error, isLoading, refetch } = replay.query;
  // An address that names no time is as good as one of a delivery that never was.
  const isUnknown = row === null || isProblem(error, 'validation_failed');
  return (
    <Drawer opened onClose={close} position="right" size={460} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="md">
        {error && !isUnknown && <ErrorState error={error} title={t(replay.outcome === null ? 'notRead' : 'resultNotRead')} retry={() => void refetch()} />}
        {isLoading && <Skeleton height={280} />}
        {isUnknown && replay.outcome === null && <EmptyState icon="inbox" title={t('notFound')} />}
        {row && (
          <>
            <Facts row={row} />
            <Reason row={row} />
            <Defect row={row} />
            {row.bodyBytes > 0 && <DeliveryBody row={row} />}
            <Again row={row} replay={replay} />
          </>
        )}
        {replay.outcome === 'gone' && <Result outcome="gone" />}
      </Stack>
    </Drawer>
  );
}

function Facts({ row }: { row: DeliveryRow }) {
  const t = useTranslations('delivery');
  const states = useTranslations('deliveries.stateHints');
  const id = (text: string) => (
    <bdi dir="ltr" className={classes.id}>
      {text}
    </bdi>
  );
  const facts: [string, ReactNode][] = [
    [t('type'), <DeliveryType key="type" of={row} />],
    [
      t('state'),
      <div key="state">
        <StateBadge state={row.state} />
        <Text size="xs" c="dimmed" mt={4}>
          {states.has(row.state) ? states(row.state) : ''}
        </Text>
      </div>,
    ],
    [t('received'), <When key="received" at={row.receivedAt} as="both" />],
  ];
  if (row.eventAt !== undefined) facts.push([t('happened'), <When key="happened" at={row.eventAt} as="both" />]);
  if (row.settledAt !== undefined) facts.push([t('settled'), <When key="settled" at={row.settledAt} as="both" />]);
  if (row.attempts > 0) facts.push([t('attempts'), row.attempts]);
  if (row.agentId !== undefined) facts.push([t('agent'), id(row.agentId)]);
  if (row.conversationId !== undefined) facts.push([t('conversation'), id(row.conversationId)]);
  if (row.callId !== undefined) {
    facts.push([
      t('call'),
      <Anchor key="call" component={AppLink} href={paths.call(row.callId)} size="sm">
        {id(row.callId)}
      </Anchor>,
    ]);
  }
  facts.push([t('entry'), id(row.entryId)]);
  return (
    <dl className={classes.facts}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why and where it cannot be read. */
function Defect({ row: { defect } }: { row: DeliveryRow }) {
  const t = useTranslations('delivery.defect');
  if (defect === undefined) return null;
  const { reason, field, line, column } = defect;
  return (
    <Alert color="gray" variant="light" icon={<Icon name="info" />} title={t('title')}>
      <Text size="sm">
        {t.has(reason) ? t(reason) : reason} {field !== undefined && <Code dir="ltr">{field}</Code>}
      </Text>
      {line !== undefined && column !== undefined && <Text size="sm">{t('place', { line, column })}</Text>}
    </Alert>
  );
}

/** Why it is not in a call, and what helps. */
function Reason({ row }: { row: DeliveryRow }) {
  const t = useTranslations('delivery');
  const texts = useTranslations('deliveries');
  const reason = reasonOf(row);
  if (reason === null) return null;
  const place = placeOfFix(reason);
  return (
    <Alert color={row.state === 'pending' ? 'gray' : 'yellow'} variant="light" icon={<Icon name="warning" />} title={row.state === 'pending' ? t('lastReason') : t('reason')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{texts(`reasons.${reason}`)}</Text>
        {reason === 'unknown' && row.lastError !== undefined && (
          <Text size="sm">
            {t('code')} <Code dir="ltr">{row.lastError}</Code>
          </Text>
        )}
        <Text size="sm">
          <strong>{t('fix')}:</strong> {texts(`fixes.${reason}`)}
        </Text>
        {place === 'connection' && (
          <Anchor component={AppLink} href={paths.voiceConnection} size="sm" c="inherit" underline="always">
            {t('openConnection')}
          </Anchor>
        )}
        {place === 'agents' && (
          <Anchor component={AppLink} href={paths.newVoiceAgent(row.agentId)} size="sm" c="inherit" underline="always">
            {t('register')}
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}

function Again({ row, replay }: { row: DeliveryRow; replay: ReturnType<typeof useReplayOfOne> }) {
  const t = useTranslations('delivery');
  const { outcome, isSlow } = replay;
  const isWaiting = outcome === 'waiting' && !isSlow;
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        leftSection={<Icon name="restore" size={16} />}
        variant="default"
        loading={replay.isStarting}
        disabled={isWaiting}
        onClick={() => replay.start(row)}
      >
        {t('replay')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('replayHint')}
      </Text>
      {replay.refusal && <ErrorState error={replay.refusal} title={t('notQueued')} />}
      <div role="status" className={classes.status}>
        {replay.isSkipped && (
          <Alert color="yellow" variant="light" icon={<Icon name="warning" />}>
            {t('skipped')}
          </Alert>
        )}
        {isWaiting && !replay.query.error && (
          <Group gap="sm">
            <Loader size="xs" />
            <Text size="sm">{t('waiting')}</Text>
          </Group>
        )}
        {isSlow && (
          <Group gap="sm">
            <Text size="sm">{t('slow')}</Text>
            <Button size="compact-sm" variant="default" loading={replay.query.isFetching} onClick={() => void replay.query.refetch()}>
              {t('lookAgain')}
            </Button>
          </Group>
        )}
        {outcome !== null && outcome !== 'waiting' && outcome !== 'gone' && <Result outcome={outcome} />}
      </div>
    </Stack>
  );
}

function Result({ outcome }: { outcome: Exclude<Outcome, 'waiting'> }) {
  const t = useTranslations('delivery.results');
  const isGood = outcome === 'processed' || outcome === 'ignored';
  return (
    <Alert color={isGood ? 'teal' : 'yellow'} variant="light" icon={<Icon name={isGood ? 'check' : 'warning'} />}>
      {t(outcome)}
    </Alert>
  );
}
