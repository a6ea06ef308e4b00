import { Alert, Button, Group, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { type components, type Scenario, SimulatorRefused, simulateCall } from '@/lib/api';
import { connect, simulatorKeys } from '../api/simulator';

type Agent = components['schemas']['VoiceAgentView'];

interface Props {
  agents: readonly Agent[];
  scenarios: readonly Scenario[];
  called: (conversationId: string) => void;
}

/** Makes a call happen. A business that the simulator does not know is connected with it first. */
export function CallForm({ agents, scenarios, called }: Props) {
  const t = useTranslations('simulator');
  const client = useQueryClient();
  const [direction, setDirection] = useState<'inbound' | 'outbound'>('inbound');
  const [person, setPerson] = useState('+12025550177');
  const [scenario, setScenario] = useState(scenarios[0]?.name ?? '');
  const [agentId, setAgentId] = useState(agents[0]?.agentId ?? '');
  const agent = agents.find((each) => each.agentId === agentId) ?? agents[0];

  const call = useMutation({
    mutationFn: () => {
      const number = agent?.phoneNumber ?? '';
      const [from, to] = direction === 'inbound' ? [person, number] : [number, person];
      return simulateCall({ direction, from, to, agentId: agent?.agentId ?? '', script: { scenario } });
    },
    onSuccess: called,
  });
  const connection = useMutation({
    mutationFn: () => connect(t('agentName')),
    onSuccess: () => {
      call.reset();
      void client.invalidateQueries({ queryKey: simulatorKeys.agents });
      void client.invalidateQueries({ queryKey: ['voice'] });
    },
  });
  const isUnknown = agents.length === 0 || (call.error instanceof SimulatorRefused && call.error.isUnknownAgent);
  const refusal = isUnknown ? null : call.error;

  return (
    <Paper withBorder p="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          call.mutate();
        }}
      >
        <Stack gap="md">
          <Title order={2} size="h4">
            {t('form')}
          </Title>
          <NativeSelect
            label={t('direction')}
            value={direction}
            onChange={({ currentTarget }) => setDirection(currentTarget.value === 'outbound' ? 'outbound' : 'inbound')}
            data={[
              { value: 'inbound', label: t('inbound') },
              { value: 'outbound', label: t('outbound') },
            ]}
          />
          <TextInput label={t('person')} description={t('personHint')} type="tel" dir="ltr" maxLength={64} value={person} onChange={({ currentTarget }) => setPerson(currentTarget.value)} />
          <NativeSelect
            label={t('scenario')}
            value={scenario}
            onChange={({ currentTarget }) => setScenario(currentTarget.value)}
            data={scenarios.map(({ name, title }) => ({ value: name, label: title ?? name }))}
          />
          {agents.length > 1 && (
            <NativeSelect label={t('agent')} value={agentId} onChange={({ currentTarget }) => setAgentId(currentTarget.value)} data={agents.map((each) => ({ value: each.agentId, label: each.name }))} />
          )}
          {isUnknown && (
            <Alert color="yellow" variant="light" title={t('noAgents')}>
              <Stack gap="xs" align="flex-start">
                <Text size="sm">{t('connectHint')}</Text>
                <Button size="compact-sm" variant="default" loading={connection.isPending} onClick={() => connection.mutate()}>
                  {t('connect')}
                </Button>
              </Stack>
            </Alert>
          )}
          <div role="status">{connection.isSuccess && !isUnknown && <Text size="sm">{t('connected')}</Text>}</div>
          {connection.error && <Refusal error={connection.error} title={t('connectFailed')} />}
          {refusal && <Refusal error={refusal} title={t('failed')} />}
          <Group justify="flex-end">
            <Button type="submit" loading={call.isPending} disabled={agents.length === 0}>
              {t('call')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function Refusal({ error, title }: { error: Error; title: string }) {
  if (!(error instanceof SimulatorRefused)) return <ErrorState error={error} title={title} />;
  return (
    <Alert color="red" variant="light" role="alert" title={title}>
      <bdi lang="en">{error.message}</bdi>
    </Alert>
  );
}
