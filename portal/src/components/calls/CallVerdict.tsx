'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';

const COLOURS: Record<string, string> = { success: 'teal', failure: 'red' };

/** What a language model thinks of a call, or of one criterion. */
export function CallVerdict({ verdict, of }: { verdict: string; of: 'call' | 'criterion' }) {
  const t = useTranslations(of === 'call' ? 'calls.verdicts' : 'calls.criteria');
  return (
    <Badge variant="light" color={COLOURS[verdict] ?? 'gray'} tt="none" fw={500}>
      {t.has(verdict as 'unknown') ? t(verdict as 'unknown') : verdict}
    </Badge>
  );
}
