'use client';
import { Badge, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Customer } from '../model/customer';

/** That a number is not in its country's numbering plan, as far as is known. It may be right all the same, so nothing is refused. */
export function Unusual({ check, explained = false }: { check: Customer['phoneCheck']; explained?: boolean }) {
  const t = useTranslations('customers');
  if (check !== 'unusual') return null;
  return (
    <>
      <Badge component="span" variant="light" color="yellow" size="sm" tt="none" fw={500} style={{ flex: 'none' }} title={t('unusualHint')}>
        {t('unusual')}
      </Badge>
      {explained && (
        <Text size="xs" c="dimmed">
          {t('unusualHint')}
        </Text>
      )}
    </>
  );
}
