'use client';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { Untrusted, When } from '@/components/text';
import { AreaTexts } from '@/lib/i18n';
import type { CallDetails } from '../api/calls';
import { type Fact, Facts } from './Facts';

export default function TechnicalFacts(props: ComponentProps<typeof All>) {
  return (
    <AreaTexts area="calls" loading={null}>
      <All {...props} />
    </AreaTexts>
  );
}

function All({ call, reported }: { call: Call; reported: CallDetails['reported'] }) {
  const t = useTranslations('technicalFacts');
  const carriers = useTranslations('carriers');
  const { carrier } = call;
  const text = (key: 'callId' | 'conversationId' | 'callSid' | 'agentId' | 'externalNumber' | 'agentNumber' | 'userId' | 'batchCallId' | 'batchCallRecipientId', value: string | undefined): Fact | false =>
    value !== undefined && { key, name: t(key), value: <Untrusted text={value} /> };
  const facts: (Fact | false)[] = [
    text('callId', call.id),
    text('conversationId', call.conversationId),
    text('callSid', call.callSid),
    text('agentId', call.agentId),
    carrier !== undefined && { key: 'carrier', name: t('carrier'), value: carriers.has(carrier) ? carriers(carrier) : carrier },
    text('externalNumber', reported?.externalNumber),
    text('agentNumber', reported?.agentNumber),
    text('userId', reported?.userId),
    text('batchCallId', reported?.batchCallId),
    text('batchCallRecipientId', reported?.batchCallRecipientId),
    ...Object.entries(reported?.variables ?? {}).map(([name, value]) => ({
      key: `variable ${name}`,
      name: t.rich('variable', { name: () => <Untrusted text={name} /> }),
      value: <Untrusted text={value} />,
    })),
    { key: 'known', name: t('known'), value: <When at={call.createdAt} /> },
    { key: 'changed', name: t('changed'), value: <When at={call.updatedAt} /> },
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}
