'use client';
import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { components } from '@/lib/api';

type Call = components['schemas']['CallView'];

const COLOURS: Record<string, string> = {
  completed: 'teal',
  in_progress: 'blue',
  placed: 'blue',
  dialing: 'blue',
  queued: 'gray',
  voicemail: 'yellow',
  no_answer: 'yellow',
  busy: 'yellow',
  failed: 'red',
  not_placed: 'red',
  outcome_unknown: 'violet',
  cancelled: 'gray',
  skipped: 'gray',
};

export function CallStatus({ status }: Pick<Call, 'status'>) {
  const t = useTranslations('calls.statuses');
  return (
    <Badge variant="light" color={COLOURS[status] ?? 'gray'} tt="none" fw={500}>
      {t.has(status) ? t(status) : status}
    </Badge>
  );
}
