'use client';
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { type Call, CallStatus, CallVerdict, DirectionMark, OtherPerson, duration, otherNumber } from '@/components/calls';
import { AppLink } from '@/components/layout/AppLink';
import type { Column } from '@/components/table';
import { Phone, Untrusted, When } from '@/components/text';
import { CallCost } from './CallCost';
import classes from './callColumns.module.css';

/** Columns that are not shown until somebody wants them. */
export const HIDDEN_AT_FIRST = ['number', 'agent'];

export function useCallColumns(href: (call: Call) => string, agentName: (agentId: string) => string): readonly Column<Call>[] {
  const t = useTranslations('callList');
  return useMemo(
    () => [
      { id: 'person', title: t('person'), width: 23, cell: (call) => <PersonCell call={call} href={href(call)} /> },
      { id: 'about', title: t('about'), width: 25, wideOnly: true, cell: ({ summaryTitle }) => summaryTitle !== undefined && <Untrusted text={summaryTitle} /> },
      { id: 'status', title: t('status'), width: 12, cell: ({ status }) => <CallStatus status={status} /> },
      { id: 'goal', title: t('goal'), width: 13, wideOnly: true, cell: ({ successful }) => successful !== undefined && <CallVerdict verdict={successful} of="call" /> },
      { id: 'duration', title: t('duration'), width: 7, wideOnly: true, cell: ({ durationSeconds }) => durationSeconds !== undefined && <Figure>{duration(durationSeconds)}</Figure> },
      { id: 'cost', title: t('cost'), width: 9, wideOnly: true, cell: ({ cost }) => cost && <Figure>{<CallCost cost={cost} />}</Figure> },
      { id: 'number', title: t('number'), width: 15, wideOnly: true, cell: (call) => <NumberCell call={call} /> },
      { id: 'agent', title: t('agent'), width: 12, wideOnly: true, cell: ({ agentId }) => <Untrusted text={agentName(agentId)} /> },
      { id: 'started', title: t('started'), width: 13, cell: ({ startedAt }) => <When at={startedAt} /> },
    ],
    [agentName, href, t],
  );
}

function PersonCell({ call, href }: { call: Call; href: string }) {
  return (
    <div className={classes.person}>
      <DirectionMark direction={call.direction} />
      <span className={classes.names}>
        <AppLink href={href} className={classes.link} data-row-link="">
          <OtherPerson call={call} />
        </AppLink>
        {call.summaryTitle !== undefined && (
          <Text size="xs" c="dimmed" truncate className={classes.narrow}>
            <Untrusted text={call.summaryTitle} />
          </Text>
        )}
      </span>
    </div>
  );
}

function NumberCell({ call }: { call: Call }) {
  const t = useTranslations('calls');
  const number = otherNumber(call);
  return number === undefined ? t('withheld') : <Phone number={number} />;
}

function Figure({ children }: { children: React.ReactNode }) {
  return <span className={classes.figure}>{children}</span>;
}
