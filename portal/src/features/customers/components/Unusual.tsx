'use client';
import { Badge, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Customer } from '../model/customer';
import { useUnusualText } from './useUnusualText';

interface Props {
  number: string;
  check: Customer['phoneCheck'];
  explained?: boolean;
}

/** That a number is not in its country's numbering plan, as far as is known. It may be right all the same, so nothing is refused. */
export function Unusual({ number, check, explained = false }: Props) {
  const t = useTranslations('customers');
  const unusualText = useUnusualText();
  if (check !== 'unusual') return null;
  const text = unusualText(number);
  return (
    <>
      <Badge component="span" variant="light" color="yellow" size="sm" tt="none" fw={500} style={{ flex: 'none' }} title={text}>
        {t('unusual')}
      </Badge>
      {explained && (
        <Text size="xs" c="dimmed">
          {text}
        </Text>
      )}
    </>
  );
}
