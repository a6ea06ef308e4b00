import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { useProblemText } from '@/components/feedback';
import { recordEditor } from '@/lib/records';
import { visible } from '@/lib/text/untrusted';
import { choiceOf, choiceRequests } from './customerChoice';

/** How long one can take a choice back from its message. */
const UNDO_MS = 12_000;

/** Says whose call it is: shown at once, taken back where it is refused, or by the person. */
export function useCustomerChoice() {
  const client = useQueryClient();
  const t = useTranslations('customerChoice');
  const problemText = useProblemText();

  async function send(call: Call, customer: Call['customer'] | undefined): Promise<Call | null> {
    try {
      const changed = await recordEditor.edit<Call>(choiceRequests, call, choiceOf(customer));
      // Lists of calls know it already; those of the two customers do not.
      void client.invalidateQueries({ queryKey: ['calls'], refetchType: 'none' });
      for (const id of [call.customerId, customer?.id]) if (id !== undefined) void client.invalidateQueries({ queryKey: ['customer', id, 'calls'] });
      return changed;
    } catch (error) {
      notifications.show({ title: t('notChosen'), message: problemText(error), color: 'red', autoClose: UNDO_MS });
      return null;
    }
  }

  /** `name` is what the customer is called in the message. */
  return async (call: Call, customer: Call['customer'] | undefined, name: string): Promise<void> => {
    const changed = await send(call, customer);
    if (!changed) return;
    const id = `chosen-${call.id}`;
    const undo = () => {
      notifications.hide(id);
      void send(changed, call.customer);
    };
    notifications.show({
      id,
      autoClose: UNDO_MS,
      color: 'gray',
      message: (
        <Group justify="space-between" wrap="nowrap" gap="md">
          <Text size="sm">{customer === undefined ? t('untied') : t('chosen', { customer: visible(name) })}</Text>
          <Button size="compact-sm" variant="light" onClick={undo}>
            {t('undo')}
          </Button>
        </Group>
      ),
    });
  };
}
