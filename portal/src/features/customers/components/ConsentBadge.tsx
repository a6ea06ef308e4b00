'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Customer } from '../model/customer';

export function ConsentBadge({ consent }: { consent: Customer['consent'] }) {
  const t = useTranslations('consent');
  if (!consent) return null;
  const known = consent.status === 'granted' || consent.status === 'withdrawn';
  return (
    <Badge variant="light" color={consent.status === 'granted' ? 'teal' : 'red'} tt="none" fw={500}>
      {known ? t(consent.status as 'granted' | 'withdrawn') : consent.status}
    </Badge>
  );
}
