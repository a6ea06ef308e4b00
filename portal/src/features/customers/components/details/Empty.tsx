'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** There is no value, in words instead of a gap. */
export function Empty({ text }: { text?: string }) {
  const t = useTranslations('customer');
  return (
    <Text size="sm" c="dimmed" component="span">
      {text ?? t('notSet')}
    </Text>
  );
}
