'use client';
import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Icon, type IconName } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { When } from '@/components/text';
import type { Delivery } from '@/lib/deliveries';
import { paths } from '@/lib/navigation';
import { useNow } from '@/lib/useNow';
import { type Finding, type Level, findingsOf } from '../model/findings';
import type { Connection } from '../model/settings';
import classes from './Findings.module.css';

interface Props {
  connection: Connection;
  deliveries: UseQueryResult<Delivery[]>;
  open: (what: 'key' | 'secret') => void;
}

const ICONS: Record<Level, IconName> = { error: 'warning', warning: 'warning', info: 'info', ok: 'check' };

/** How the connection is, in words, and how to put right what is wrong. */
export function Findings({ connection, deliveries, open }: Props) {
  const t = useTranslations('voice');
  const now = useNow();
  const findings = findingsOf(connection, deliveries.data ?? null, now);
  return (
    <Paper withBorder component="section" aria-labelledby="state-of-connection" className={classes.card}>
      <Title order={2} size="h5" id="state-of-connection" className={classes.heading}>
        {t('state')}
      </Title>
      {deliveries.error && <ErrorState error={deliveries.error} title={t('deliveriesNotRead')} retry={() => void deliveries.refetch()} />}
      {deliveries.isPending && <Skeleton height={44} />}
      <ul className={classes.list}>
        {findings.map((finding) => (
          <li key={finding.key} className={classes.finding} data-level={finding.level}>
            <span className={classes.icon}>
              <Icon name={ICONS[finding.level]} />
              <VisuallyHidden>{t(`levels.${finding.level}`)}</VisuallyHidden>
            </span>
            <Stack gap={2} className={classes.words}>
              <Text size="sm" fw={600}>
                <What finding={finding} />
              </Text>
              <Text size="sm" c="dimmed">
                <Fix finding={finding} />
              </Text>
              <Action finding={finding} open={open} />
            </Stack>
          </li>
        ))}
      </ul>
    </Paper>
  );
}

function What({ finding }: { finding: Finding }): ReactNode {
  const t = useTranslations('voice.findings');
  if ('count' in finding) return t(finding.key, { count: finding.count });
  if (finding.key === 'rotating') return t.rich('rotating', { until: () => <When at={finding.until} as="both" /> });
  return t(finding.key);
}

function Fix({ finding }: { finding: Finding }): ReactNode {
  const t = useTranslations('voice.findings');
  if (finding.key === 'works') return t.rich('worksFix', { when: () => <When at={finding.at} as="relative" /> });
  return t(`${finding.key}Fix`);
}

function Action({ finding, open }: { finding: Finding; open: Props['open'] }): ReactNode {
  const t = useTranslations('voice');
  const link = (href: string, text: string) => (
    <Anchor component={AppLink} href={href} size="sm">
      {text}
    </Anchor>
  );
  const button = (what: 'key' | 'secret', text: string) => (
    <Button size="compact-sm" variant="default" onClick={() => open(what)}>
      {text}
    </Button>
  );
  switch (finding.key) {
    case 'noSecret':
      return <Group mt={4}>{button('secret', t('enterSecret'))}</Group>;
    case 'refusedKey':
    case 'unusable':
      return (
        <Group mt={4} gap="sm">
          {button('key', t('enterKey'))}
          {link(paths.inbox, t('toInbox'))}
        </Group>
      );
    case 'outOfCredit':
    case 'failing':
    case 'provider':
      return link(paths.inbox, t('toInbox'));
    case 'unreadable':
      return link(paths.inboxIn('unreadable'), t('toInbox'));
    case 'unclaimed':
      return link(paths.voiceAgents, t('toAgents'));
    default:
      return null;
  }
}
