'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { registerLeaveDialog, wouldLoseText } from '@/lib/navigation';

/** What is asked about may itself stand in a dialog, or in one that was opened later. */
const OVER_DIALOGS = 250;

/** Asks before a page with text that is not saved is left. */
export default function LeaveDialog() {
  const t = useTranslations('leave');
  const common = useTranslations('common');
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(
    () =>
      registerLeaveDialog((go) => {
        setLost(wouldLoseText());
        // After this event: the Escape that wants to close a drawer must not answer the question as well.
        setTimeout(() => setLeave(() => go));
      }),
    [],
  );
  const stay = () => setLeave(null);
  return (
    <Modal opened={leave !== null} onClose={stay} title={t('title')} closeButtonProps={{ 'aria-label': common('close') }} size="sm" zIndex={OVER_DIALOGS}>
      <Stack gap="md">
        <Text size="sm">{t(isLost ? 'lost' : 'explanation')}</Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={stay}>
            {t('stay')}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              stay();
              leave?.();
            }}
          >
            {t('leave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
