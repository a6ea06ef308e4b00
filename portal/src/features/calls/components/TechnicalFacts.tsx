'use client';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { Untrusted, When } from '@/components/text';
import type { CallDetails } from '../api/calls';
import { type Fact, Facts } from './Facts';

export default function TechnicalFacts({ call, reported }: { call: Call; reported: CallDetails['reported'] }) {
  const t = useTranslations('call');
  const carriers = useTranslations('call.carriers');
  const { carrier } = call;
  const text = (key: 'callId' | 'conversationId' | 'callSid' | 'agentId' | 'externalNumber' | 'agentNumber' | 'userId' | 'batchCallId' | 'batchCallRecipientId', value: string | undefined): Fact | false =>
    value !== undefined && { key, name: t(`technical.${key}`), value: <Untrusted text={value} /> };
  const facts: (Fact | false)[] = [
    text('callId', call.id),
    text('conversationId', call.conversationId),
    text('callSid', call.callSid),
    text('agentId', call.agentId),
    carrier !== undefined && { key: 'carrier', name: t('technical.carrier'), value: carriers.has(carrier) ? carriers(carrier) : carrier },
    text('externalNumber', reported?.externalNumber),
    text('agentNumber', reported?.agentNumber),
    text('userId', reported?.userId),
    text('batchCallId', reported?.batchCallId),
    text('batchCallRecipientId', reported?.batchCallRecipientId),
    ...Object.entries(reported?.variables ?? {}).map(([name, value]) => ({
      key: `variable ${name}`,
      name: t.rich('technical.variable', { name: () => <Untrusted text={name} /> }),
      value: <Untrusted text={value} />,
    })),
    { key: 'known', name: t('technical.known'), value: <When at={call.createdAt} /> },
    { key: 'changed', name: t('technical.changed'), value: <When at={call.updatedAt} /> },
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}
