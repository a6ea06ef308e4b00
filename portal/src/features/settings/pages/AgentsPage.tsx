'use client';
import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState, ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { RecordTable } from '@/components/table';
import { useUrlState } from '@/lib/navigation';
import { useRecordList } from '@/lib/query';
import { useMay } from '@/lib/useSession';
import { lazily } from '@/components/layout/lazily';
import { listAgents, unclaimedDeliveries, voiceKeys } from '../api/voice';
import { SettingsFrame, WithSettingsTexts } from '../components/SettingsFrame';
import { useAgentColumns } from '../components/useAgentColumns';
import { WaitingAgents } from '../components/WaitingAgents';
import { waitingAgents } from '../model/findings';
import type { Agent } from '../model/settings';

const NewAgentDrawer = lazily(() => import('../components/NewAgentDrawer'));
const RemoveAgentDialog = lazily(() => import('../components/RemoveAgentDialog'));

export function AgentsPage() {
  return (
    <WithSettingsTexts>
      <Agents />
    </WithSettingsTexts>
  );
}

function Agents() {
  const t = useTranslations('agents');
  const mayEdit = useMay('settings.edit');
  const maySeeInbox = useMay('inbox.replay');
  const { params, write } = useUrlState();
  const list = useRecordList<Agent>({ key: voiceKeys.agents, ask: listAgents });
  const unclaimed = useQuery({ queryKey: voiceKeys.unclaimed, queryFn: ({ signal }) => unclaimedDeliveries(signal), enabled: maySeeInbox });
  const [removing, setRemoving] = useState<Agent | null>(null);
  const columns = useAgentColumns(mayEdit ? setRemoving : null);
  const isNew = mayEdit && params.get('new') === '1';
  // Deliveries of an agent that was registered a moment ago are taken up in a while.
  const waiting = waitingAgents(unclaimed.data ?? []).filter(({ agentId }) => !list.rows.some((agent) => agent.agentId === agentId));
  const register = (agentId: string) => write({ new: '1', agent: agentId });

  return (
    <SettingsFrame
      part="agents"
      hint={t('hint')}
      beside={
        mayEdit && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => register('')}>
            {t('new')}
          </Button>
        )
      }
    >
      {unclaimed.error && <ErrorState error={unclaimed.error} title={t('waitingNotRead')} retry={() => void unclaimed.refetch()} />}
      <WaitingAgents agents={waiting} register={register} />
      <RecordTable
        list={list}
        label={t('title')}
        notRead={t('notRead')}
        empty={
          <EmptyState icon="robot" title={t('none')}>
            <Text size="sm" c="dimmed" ta="center" maw={420}>
              {t('noneHint')}
            </Text>
          </EmptyState>
        }
        columns={columns}
      />
      <Suspense>
        {isNew && <NewAgentDrawer agentId={params.get('agent') ?? ''} close={() => write({ new: null, agent: null }, 'replace')} />}
        {removing && <RemoveAgentDialog agent={removing} close={() => setRemoving(null)} />}
      </Suspense>
    </SettingsFrame>
  );
}
