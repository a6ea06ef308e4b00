'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Untrusted } from '@/components/text';
import { isProblem } from '@/lib/api';
import { removeAgent, voiceKeys } from '../api/voice';
import type { Agent } from '../model/settings';

/** The API cannot bring an agent back, so this asks first. */
export default function RemoveAgentDialog({ agent, close }: { agent: Agent; close: () => void }) {
  const t = useTranslations('agents');
  const common = useTranslations('common');
  const client = useQueryClient();
  const { name } = agent;
  const remove = useMutation({
    mutationFn: () => removeAgent(agent),
    onSuccess: () => done(),
    onError: (error) => {
      // Somebody else was faster: what was wanted is so.
      if (isProblem(error, 'not_found')) done();
      else if (isProblem(error, 'stale_version')) void client.invalidateQueries({ queryKey: voiceKeys.agents });
    },
  });
  function done(): void {
    void client.invalidateQueries({ queryKey: voiceKeys.agents });
    notifications.show({ message: t('removed', { name }), color: 'gray' });
    close();
  }
  return (
    <Modal opened onClose={close} title={<Untrusted text={t('removeTitle', { name })} />} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <Text size="sm">{t('removeHint')}</Text>
        {remove.error && !isProblem(remove.error, 'not_found') && <ErrorState error={remove.error} title={t('notRemoved', { name })} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {t('keep')}
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
