'use client';
import { Alert, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { When } from '@/components/text';
import type { DeliveryState } from '@/lib/deliveries';
import { instantOf } from '@/lib/time';
import { usePerson } from '@/lib/useSession';
import { useReplayOfRange } from '../api/useReplayOfRange';
import { type InboxFilter, queryOf } from '../model/inboxFilter';
import type { RangeProgress } from '../model/rangeReplay';

const BEGINNING = instantOf(0);

interface Props {
  filter: InboxFilter & { state: DeliveryState };
  close: () => void;
}

/** Queues all of what the list shows again, after saying what that is. */
export default function ReplayAllDialog({ filter, close }: Props) {
  const t = useTranslations('replayAll');
  const states = useTranslations('deliveries.states');
  const { tenant } = usePerson();
  // What arrives while this is open was not seen, and is not meant.
  const [range] = useState(() => ({ from: BEGINNING, to: instantOf(Date.now()), ...queryOf(filter, tenant.timeZone), state: filter.state }));
  const { progress, run, stop } = useReplayOfRange(range);
  const { status } = progress;
  const isOver = status === 'done';
  return (
    <Modal opened onClose={close} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }} closeOnClickOutside={status !== 'running'}>
      <Stack gap="md">
        <div>
          <Text size="sm">{t('which', { state: states(filter.state) })}</Text>
          {filter.from !== null && <Text size="sm">{t.rich('since', { from: () => <When at={range.from} as="both" /> })}</Text>}
          <Text size="sm">{t.rich('until', { to: () => <When at={range.to} as="both" /> })}</Text>
        </div>
        {status === 'idle' && (
          <Text size="sm" c="dimmed">
            {t('safe')}
          </Text>
        )}
        <div role="status">
          <Progress progress={progress} />
        </div>
        {status === 'failed' && <ErrorState error={progress.error} title={t('failed')} />}
        <Group justify="flex-end">
          {status === 'running' ? (
            <Button variant="default" onClick={stop}>
              {t('stop')}
            </Button>
          ) : (
            <Button variant="default" data-autofocus onClick={close}>
              {t(status === 'idle' ? 'cancel' : 'close')}
            </Button>
          )}
          {!isOver && (
            <Button loading={status === 'running'} onClick={run}>
              {t(status === 'idle' ? 'start' : 'goOn')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Progress({ progress: { status, queued, skipped } }: { progress: RangeProgress }) {
  const t = useTranslations('replayAll');
  if (status === 'idle') return null;
  const words = (
    <>
      {queued > 0 && <Text size="sm">{t('queued', { count: queued })}</Text>}
      {skipped > 0 && <Text size="sm">{t('skipped', { count: skipped })}</Text>}
    </>
  );
  if (status === 'running') {
    return (
      <Stack gap={4}>
        <Group gap="sm">
          <Loader size="xs" />
          <Text size="sm">{t('running')}</Text>
        </Group>
        {words}
      </Stack>
    );
  }
  return (
    <Alert color={status === 'done' ? 'teal' : 'yellow'} variant="light" icon={<Icon name={status === 'done' ? 'check' : 'warning'} />}>
      {words}
      {status === 'done' && <Text size="sm">{t(queued > 0 ? 'done' : 'nothing')}</Text>}
      {status === 'stopped' && <Text size="sm">{t('stopped')}</Text>}
    </Alert>
  );
}
