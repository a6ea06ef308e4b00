'use client';
import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { type Call, mayChooseCustomer, CallStatus, CallVerdict, DirectionMark, OtherNumber, OtherPerson, duration } from '@/components/calls';
import { AppLink } from '@/components/layout/AppLink';
import type { Column } from '@/components/table';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';
import { Untrusted, When } from '@/components/text';
import { CallCost } from './CallCost';
import classes from './callColumns.module.css';

const CustomerChoice = lazily(() => import('./CustomerChoice'));

/** Columns that are not shown until somebody wants them. */
export const HIDDEN_AT_FIRST = ['number', 'agent'];

export function useCallColumns(href: (call: Call) => string, agentName: (agentId: string) => string): readonly Column<Call>[] {
  const t = useTranslations('callList');
  return useMemo(
    () => [
      { id: 'person', title: t('person'), width: 20, narrowWidth: 58, cell: (call) => <PersonCell call={call} href={href(call)} /> },
      { id: 'about', title: t('about'), width: 21, wideOnly: true, cell: ({ summaryTitle }) => summaryTitle !== undefined && <Untrusted text={summaryTitle} isLine /> },
      { id: 'status', title: t('status'), width: 12, cell: (call) => <StatusCell call={call} /> },
      { id: 'goal', title: t('goal'), width: 13, wideOnly: true, cell: ({ successful }) => successful !== undefined && <CallVerdict verdict={successful} of="call" /> },
      { id: 'duration', title: t('duration'), width: 8, wideOnly: true, cell: ({ durationSeconds }) => durationSeconds !== undefined && <Figure>{duration(durationSeconds)}</Figure> },
      { id: 'cost', title: t('cost'), width: 11, wideOnly: true, cell: ({ cost }) => cost && <Figure><CallCost cost={cost} /></Figure> },
      { id: 'number', title: t('number'), width: 15, wideOnly: true, cell: (call) => <NumberCell call={call} /> },
      { id: 'agent', title: t('agent'), width: 12, wideOnly: true, cell: ({ agentId }) => <Untrusted text={agentName(agentId)} /> },
      { id: 'started', title: t('started'), width: 17, wideOnly: true, cell: ({ startedAt }) => <When at={startedAt} /> },
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
            <Untrusted text={call.summaryTitle} isLine />
          </Text>
        )}
        {call.numberNotUnderstood && call.customerId === undefined && mayChooseCustomer(call) && (
          <Later>
            <CustomerChoice call={call} inRow />
          </Later>
        )}
      </span>
    </div>
  );
}

/** Where the window is narrow, when it was stands below. */
function StatusCell({ call: { status, startedAt } }: { call: Call }) {
  return (
    <div className={classes.names}>
      <span>
        <CallStatus status={status} />
      </span>
      <Text size="xs" c="dimmed" truncate className={classes.narrow}>
        <When at={startedAt} />
      </Text>
    </div>
  );
}

function NumberCell({ call }: { call: Call }) {
  return <OtherNumber call={call} />;
}

function Figure({ children }: { children: ReactNode }) {
  return <span className={classes.figure}>{children}</span>;
}
