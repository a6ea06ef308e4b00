import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Customer, nameOf } from '../model/customer';
import { type Action, type BulkResult, bulk } from './bulk';
import { customerKeys } from './customers';

/** How long one can take a deletion back from its message. */
const UNDO_MS = 12_000;

/** Does the same with several customers, and says what became of each. A deletion can be taken back. */
export function useBulk() {
  const client = useQueryClient();
  const t = useTranslations('records');
  const [isRunning, setRunning] = useState(false);
  const [result, setResult] = useState<BulkResult | null>(null);

  const run = useCallback(
    async (action: Action, customers: readonly Customer[]): Promise<BulkResult> => {
      setRunning(true);
      setResult(null);
      try {
        const outcome = await bulk(action, customers);
        // Lists are right already by what the store knows, unless there is more to know.
        const isRight = !outcome.isOutdated && action.action !== 'restore';
        void client.invalidateQueries({ queryKey: customerKeys.lists, ...(isRight ? { refetchType: 'none' as const } : {}) });
        // Of deletions, and of what takes them back, a message tells unless there is more to say.
        if ('tag' in action || outcome.refused.length > 0) setResult(outcome);
        return outcome;
      } finally {
        setRunning(false);
      }
    },
    [client],
  );

  const remove = useCallback(
    async (customers: readonly Customer[]): Promise<BulkResult> => {
      const outcome = await run({ action: 'delete' }, customers);
      const { done } = outcome;
      if (done.length === 0) return outcome;
      const values = { name: done[0] ? nameOf(done[0]) : '', count: done.length };
      const id = `deleted-${done.map((customer) => customer.id).join('-').slice(0, 80)}`;
      const undo = async () => {
        notifications.hide(id);
        const { done: back } = await run({ action: 'restore' }, done);
        if (back[0]) notifications.show({ message: t('restored', { name: nameOf(back[0]), count: back.length }), color: 'teal' });
      };
      notifications.show({
        id,
        autoClose: UNDO_MS,
        color: 'gray',
        message: (
          <Group justify="space-between" wrap="nowrap" gap="md">
            <Text size="sm">{t('deleted', values)}</Text>
            <Button size="compact-sm" variant="light" onClick={() => void undo()}>
              {t('undo')}
            </Button>
          </Group>
        ),
      });
      return outcome;
    },
    [run, t],
  );

  return { isRunning, result, run, remove, dismiss: useCallback(() => setResult(null), []) };
}
