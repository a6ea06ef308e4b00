'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { DeliveryState } from '@/lib/deliveries';

const COLOURS: Record<DeliveryState, string> = {
  pending: 'blue',
  failed: 'red',
  unclaimed: 'yellow',
  unreadable: 'red',
  ignored: 'gray',
  processed: 'teal',
};

export function StateBadge({ state }: { state: DeliveryState }) {
  const t = useTranslations('deliveries.states');
  return (
    <Badge variant="light" color={COLOURS[state]} tt="none" fw={500}>
      {t.has(state) ? t(state) : state}
    </Badge>
  );
}
