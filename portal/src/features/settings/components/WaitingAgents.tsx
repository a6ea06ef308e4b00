'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { unseen } from '@/components/text';

interface Props {
  agents: readonly { agentId: string; count: number }[];
  register: (agentId: string) => void;
}

/** Agents whose calls were reported, and that nobody has registered. */
export function WaitingAgents({ agents, register }: Props) {
  const t = useTranslations('agents');
  if (agents.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" icon={<Icon name="warning" />} title={t('waiting', { count: agents.length })}>
      <Stack gap="xs">
        {agents.map(({ agentId, count }) => (
          <Group key={agentId} gap="sm">
            <Text size="sm" component="span">
              <bdi dir="ltr">{agentId}</bdi>
              {' · '}
              {t('waits', { count })}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => register(agentId)}>
              {t.rich('registerOf', { id: agentId, of: unseen })}
            </Button>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
