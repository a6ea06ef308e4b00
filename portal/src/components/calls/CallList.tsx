'use client';
import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Untrusted, When } from '@/components/text';
import type { components } from '@/lib/api';
import { CallStatus } from './CallStatus';
import { duration } from './duration';
import classes from './CallList.module.css';

export type Call = components['schemas']['CallView'];

interface Props {
  label: string;
  calls: readonly Call[];
  /** Who was on the phone, where the page does not say it already. */
  who?: (call: Call) => ReactNode;
}

/** Calls, latest first, one line each. */
export function CallList({ label, calls, who }: Props) {
  const t = useTranslations('calls');
  return (
    <Paper withBorder component="ul" className={classes.list} aria-label={label}>
      {calls.map((call) => (
        <li key={call.id} className={classes.call}>
          <span className={classes.direction} data-direction={call.direction} title={t(`directions.${call.direction}`)}>
            <Icon name={call.direction} size={16} />
          </span>
          <span className={classes.what}>
            {who && <span className={classes.who}>{who(call)}</span>}
            <Text size="sm" c={call.summaryTitle === undefined || who ? 'dimmed' : 'var(--mantine-color-text)'} truncate component="span">
              {call.summaryTitle === undefined ? t(`directions.${call.direction}`) : <Untrusted text={call.summaryTitle} />}
            </Text>
          </span>
          <span className={classes.status}>
            <CallStatus status={call.status} />
          </span>
          <span className={classes.duration}>
            {call.durationSeconds !== undefined && <span title={t('duration')}>{duration(call.durationSeconds)}</span>}
          </span>
          <span className={classes.when}>
            <When at={call.startedAt} />
          </span>
        </li>
      ))}
    </Paper>
  );
}
