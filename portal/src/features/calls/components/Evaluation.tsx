'use client';
import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CallVerdict } from '@/components/calls';
import { Untrusted } from '@/components/text';
import type { CallDetails } from '../api/calls';
import { Section } from './Section';

export function Evaluation({ evaluation }: Pick<CallDetails, 'evaluation'>) {
  const t = useTranslations('call');
  if (evaluation.length === 0) return null;
  return (
    <Section title={t('evaluation')}>
      <Stack gap="sm">
        {evaluation.map(({ id, result, rationale }) => (
          <div key={id}>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
              <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
                <Untrusted text={id} />
              </Text>
              <span style={{ flex: 'none' }}>
                <CallVerdict verdict={result} of="criterion" />
              </span>
            </Group>
            {rationale !== undefined && (
              <Text size="xs" c="dimmed" mt={2} style={{ overflowWrap: 'anywhere' }}>
                <Untrusted text={rationale} />
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  );
}
