'use client';
import { Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { type Call, CallVerdict, duration } from '@/components/calls';
import { Phone, Untrusted } from '@/components/text';
import { languageName } from '@/lib/languageName';
import { useAgentNames } from '../api/useAgentNames';
import type { CallDetails } from '../api/calls';
import { endingOf } from '../model/ending';
import { CallCost } from './CallCost';
import { type Fact, Facts } from './Facts';
import { Section } from './Section';

export function CallFacts({ call, details }: { call: Call; details: CallDetails }) {
  const t = useTranslations('call');
  const answerers = useTranslations('call.answerers');
  const locale = useLocale();
  const agentName = useAgentNames();
  const channels = useTranslations('calls.channels');
  const { answeredBy, channel } = call;
  const facts: (Fact | false)[] = [
    { key: 'ended', name: t('ended'), value: <WhyEnded call={call} details={details} /> },
    call.successful !== undefined && { key: 'goal', name: t('goal'), value: <CallVerdict verdict={call.successful} of="call" /> },
    call.durationSeconds !== undefined && { key: 'duration', name: t('duration'), value: duration(call.durationSeconds) },
    call.cost !== undefined && { key: 'cost', name: t('cost'), value: <CallCost cost={call.cost} /> },
    { key: 'agent', name: t('agent'), value: <Untrusted text={agentName(call.agentId)} /> },
    channel !== undefined && { key: 'channel', name: t('channel'), value: channels.has(channel) ? channels(channel) : channel },
    call.language !== undefined && { key: 'language', name: t('language'), value: <bdi>{languageName(call.language, locale)}</bdi> },
    answeredBy !== undefined && {
      key: 'answeredBy',
      name: t('answeredBy'),
      value: answerers.has(answeredBy as 'human') ? answerers(answeredBy as 'human') : <Untrusted text={answeredBy} />,
    },
    call.from !== undefined && { key: 'from', name: t('from'), value: <Phone number={call.from} /> },
    call.to !== undefined && { key: 'to', name: t('to'), value: <Phone number={call.to} /> },
  ];
  return (
    <Section title={t('facts')}>
      <Facts facts={facts.filter((fact) => fact !== false)} />
    </Section>
  );
}

function WhyEnded({ call, details }: { call: Call; details: CallDetails }) {
  const t = useTranslations('call');
  const { ending, words, trouble } = endingOf(call, details);
  return (
    <>
      {t(`endings.${ending}`)}
      <Words of={words} />
      {trouble?.isBeside && (
        <Text inherit mt={4}>
          {t('endings.providerError')}
        </Text>
      )}
      <Words of={trouble?.words} />
      {trouble?.code && (
        <Text size="xs" c="dimmed">
          {t(trouble.code.of === 'network' ? 'networkCode' : 'providerCode', { code: trouble.code.number.toString() })}
        </Text>
      )}
    </>
  );
}

function Words({ of: words }: { of: string | undefined }) {
  const t = useTranslations('call');
  if (words === undefined) return null;
  return (
    <Text size="xs" c="dimmed" mt={2}>
      {t.rich('providersWords', { words: () => <Untrusted text={words} /> })}
    </Text>
  );
}
