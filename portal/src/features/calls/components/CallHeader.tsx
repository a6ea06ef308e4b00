'use client';
import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Call, CallStatus, DirectionMark, OtherPerson, duration, otherPersonText, reportedNumber, useDirectionText } from '@/components/calls';
import { PageTitle } from '@/components/layout/PageTitle';
import { When } from '@/components/text';

export function CallHeader({ call }: { call: Call }) {
  const t = useTranslations('call');
  const calls = useTranslations('calls');
  const directionText = useDirectionText();
  const person = otherPersonText(call);
  return (
    <Stack gap={6}>
      {person === undefined ? (
        <PageTitle title={t(reportedNumber(call) !== undefined ? 'titleNotUnderstood' : call.numberWithheld ? 'titleWithheld' : 'titleNoNumber')} />
      ) : (
        <PageTitle title={t('titleWith', { person })}>{t.rich('richTitleWith', { person: () => <OtherPerson call={call} /> })}</PageTitle>
      )}
      <Group gap="sm">
        <Group gap={6} wrap="nowrap">
          <DirectionMark direction={call.direction} />
          <Text size="sm" aria-hidden="true">
            {directionText(call.direction)}
          </Text>
        </Group>
        <Text size="sm" c="dimmed">
          <When at={call.startedAt} as="both" />
        </Text>
        {call.durationSeconds !== undefined && (
          <Text size="sm" c="dimmed" title={calls('duration')}>
            {duration(call.durationSeconds)}
          </Text>
        )}
        <CallStatus status={call.status} />
      </Group>
    </Stack>
  );
}
