'use client';
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { AppLink } from '@/components/layout/AppLink';
import type { Column } from '@/components/table';
import { When } from '@/components/text';
import { reasonOf } from '@/lib/deliveries';
import { shortTime } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { usePerson } from '@/lib/useSession';
import type { DeliveryRow } from '../model/delivery';
import { DeliveryType, useTypeText } from './DeliveryType';
import { StateBadge } from './StateBadge';
import classes from './deliveryColumns.module.css';

export function useDeliveryColumns(href: (row: DeliveryRow) => string, open: (row: DeliveryRow) => void): readonly Column<DeliveryRow>[] {
  const t = useTranslations('inbox');
  return useMemo(
    () => [
      { id: 'state', title: t('state'), width: 13, wideOnly: true, cell: ({ state }) => <StateBadge state={state} /> },
      { id: 'what', title: t('what'), width: 30, cell: (row) => <What row={row} href={href(row)} open={open} /> },
      { id: 'reason', title: t('reason'), width: 30, wideOnly: true, cell: (row) => <ReasonText row={row} /> },
      { id: 'attempts', title: t('attempts'), width: 10, wideOnly: true, cell: ({ attempts }) => (attempts === 0 ? null : attempts) },
      { id: 'received', title: t('received'), width: 17, cell: ({ receivedAt }) => <When at={receivedAt} /> },
    ],
    [href, open, t],
  );
}

interface WhatProps {
  row: DeliveryRow;
  href: string;
  open: (row: DeliveryRow) => void;
}

function What({ row, href, open }: WhatProps) {
  const t = useTranslations('inbox');
  const states = useTranslations('deliveries.states');
  const typeText = useTypeText();
  const locale = useLocale();
  const { tenant } = usePerson();
  const time = shortTime(row.receivedAt, { locale, zone: tenant.timeZone }, useNow());
  return (
    <div className={classes.what}>
      <AppLink
        href={href}
        className={classes.link}
        data-row-link=""
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          open(row);
        }}
        aria-label={t('open', { type: typeText(row), state: states.has(row.state) ? states(row.state) : row.state, time })}
      >
        <DeliveryType of={row} />
      </AppLink>
      {row.conversationId !== undefined && (
        <bdi className={classes.id} dir="ltr">
          {row.conversationId}
        </bdi>
      )}
      <span className={classes.narrow}>
        <StateBadge state={row.state} />
      </span>
    </div>
  );
}

function ReasonText({ row }: { row: DeliveryRow }) {
  const t = useTranslations('deliveries');
  const reason = reasonOf(row);
  return (
    <Text size="sm" c="dimmed" component="span">
      {reason === null ? t(`stateHints.${row.state}`) : t(`reasons.${reason}`)}
    </Text>
  );
}
