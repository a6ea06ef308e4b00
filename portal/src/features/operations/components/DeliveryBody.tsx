'use client';
import { Button, Code, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { readBody } from '../api/inbox';
import type { DeliveryRow } from '../model/delivery';

/** What was delivered, once somebody asks for it: that is written down. */
export function DeliveryBody({ row }: { row: DeliveryRow }) {
  const t = useTranslations('delivery.defect');
  const [text, setText] = useState('');
  const [next, setNext] = useState<number | undefined>(0);
  const [isReading, setReading] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function read(offset: number): Promise<void> {
    setReading(true);
    setFailure(null);
    try {
      const part = await readBody(row, offset);
      setText((before) => before + part.text);
      setNext(part.nextOffset);
    } catch (refused) {
      setFailure(refused);
    } finally {
      setReading(false);
    }
  }
  return (
    <Stack gap="xs" align="flex-start">
      {text === '' ? (
        <Text size="xs" c="dimmed">
          {t('bodyHint')}
        </Text>
      ) : (
        <Code block dir="ltr" tabIndex={0} role="region" aria-label={t('body')} mah={320} w="100%" style={{ overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {text}
        </Code>
      )}
      {failure !== null && <ErrorState error={failure} title={t('bodyNotRead')} />}
      {next !== undefined && (
        <Button variant="default" size="xs" loading={isReading} onClick={() => void read(next)}>
          {text === '' ? t('showBody') : t('more')}
        </Button>
      )}
    </Stack>
  );
}
