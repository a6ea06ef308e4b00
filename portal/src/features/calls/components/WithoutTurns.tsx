'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { AreaTexts } from '@/lib/i18n';
import type { CallDetails } from '../api/calls';
import { silenceOf } from '../model/silence';

interface Props {
  call: Call;
  details: CallDetails;
}

/** What stands in the place of a conversation that has no turns. */
export default function WithoutTurns(props: Props) {
  return (
    <AreaTexts area="calls" loading={null}>
      <Why {...props} />
    </AreaTexts>
  );
}

function Why({ call, details }: Props) {
  const t = useTranslations('withoutTurns');
  return (
    <Text size="sm" c="dimmed">
      {t(silenceOf(call, details))}
    </Text>
  );
}
