'use client';
import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AppLink } from '@/components/layout/AppLink';
import { Untrusted, When } from '@/components/text';
import { paths } from '@/lib/navigation';
import type { Call } from './call';
import { CallStatus } from './CallStatus';
import { DirectionMark, useDirectionText } from './Direction';
import { duration } from './duration';
import classes from './CallList.module.css';

interface Props {
  label: string;
  calls: readonly Call[];
  /** Who was on the phone, where the page does not say it already. */
  who?: (call: Call) => ReactNode;
}

/** Calls, latest first, one line each that leads to the call. */
export function CallList({ label, calls, who }: Props) {
  const t = useTranslations('calls');
  const directionText = useDirectionText();
  return (
    <Paper withBorder component="ul" className={classes.list} aria-label={label}>
      {calls.map((call) => (
        <li key={call.id} className={classes.call}>
          <DirectionMark direction={call.direction} />
          <span className={classes.what}>
            {who && <span className={classes.who}>{who(call)}</span>}
            <AppLink href={paths.call(call.id)} className={classes.link}>
              <Text size="sm" c={call.summaryTitle === undefined || who ? 'dimmed' : 'var(--mantine-color-text)'} truncate component="span" display="block">
                {call.summaryTitle === undefined ? directionText(call.direction) : <Untrusted text={call.summaryTitle} isLine />}
              </Text>
            </AppLink>
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
