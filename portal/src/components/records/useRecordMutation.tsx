'use client';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { type Patch, type RecordRequests, type StoredRecord, recordEditor, recordStore } from '@/lib/records';
import { useProblemText } from '@/components/feedback';

interface Options<Full extends StoredRecord, New> {
  /** What the records are called in the store of those made here. */
  kind: string;
  requests: RecordRequests<Full> & { create: (values: New, idempotencyKey: string) => Promise<Full> };
  /** The lists that hold such records. */
  lists: QueryKey;
  /** What a record is called in messages. */
  nameOf: (record: Full) => string;
}

/** How long one can take a deletion back from its message. */
const UNDO_MS = 12_000;

/** Changes to records: shown at once, sent in order, taken back where they are refused. */
export function useRecordMutation<Full extends StoredRecord, New extends Record<string, unknown>>(options: Options<Full, New>) {
  const { kind, requests, lists, nameOf } = options;
  const client = useQueryClient();
  const t = useTranslations('records');
  const problemText = useProblemText();

  return useMemo(() => {
    /** Lists are right already by what the store knows; they are read again when somebody comes back to them. */
    const outdate = () => client.invalidateQueries({ queryKey: lists, refetchType: 'none' });

    async function edit(record: Full, patch: Patch): Promise<Full> {
      const edited = await recordEditor.edit(requests, record, patch);
      void outdate();
      return edited;
    }

    async function restore(id: string): Promise<Full> {
      const record = await recordEditor.restore(requests, id);
      void client.invalidateQueries({ queryKey: lists });
      return record;
    }

    function offerUndo(records: readonly Full[]): void {
      const id = `deleted-${records.map((record) => record.id).join('-').slice(0, 80)}`;
      const undo = () => {
        notifications.hide(id);
        void Promise.allSettled(records.map((record) => restore(record.id))).then((results) => {
          const refused = results.find((result) => result.status === 'rejected');
          if (refused) fail(t('notRestored'), refused.reason);
          else notifications.show({ message: t('restored', { name: nameOfFirst(records), count: records.length }), color: 'teal' });
        });
      };
      notifications.show({
        id,
        autoClose: UNDO_MS,
        color: 'gray',
        message: (
          <Group justify="space-between" wrap="nowrap" gap="md">
            <Text size="sm">{t('deleted', { name: nameOfFirst(records), count: records.length })}</Text>
            <Button size="compact-sm" variant="light" onClick={undo}>
              {t('undo')}
            </Button>
          </Group>
        ),
      });
    }

    const nameOfFirst = (records: readonly Full[]) => (records[0] ? nameOf(records[0]) : '');

    function fail(title: string, error: unknown): void {
      notifications.show({ title, message: problemText(error), color: 'red', autoClose: UNDO_MS });
    }

    /** Deletes each on its own, so that one that is refused does not stop the others. Answers those that are gone. */
    async function remove(records: readonly Full[]): Promise<Full[]> {
      const results = await Promise.allSettled(records.map((record) => recordEditor.remove(requests, record)));
      void outdate();
      const gone = records.filter((_, index) => results[index]?.status === 'fulfilled');
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      if (gone.length > 0) offerUndo(gone);
      if (refused.length > 0) fail(t('notDeleted', { count: refused.length }), refused[0]);
      return gone;
    }

    /** The row stands in the lists while the request is on its way. */
    async function create(values: New, row: Record<string, unknown>, idempotencyKey: string): Promise<Full> {
      const temporaryId = `new-${idempotencyKey}`;
      const at = Date.now();
      await client.cancelQueries({ queryKey: lists });
      recordStore.beginNew(kind, { ...row, id: temporaryId }, at);
      try {
        const record = await requests.create(values, idempotencyKey);
        recordStore.endNew(temporaryId, { kind, record, at: Date.now() });
        return record;
      } catch (error) {
        recordStore.endNew(temporaryId);
        throw error;
      } finally {
        void outdate();
      }
    }

    return { edit, restore, remove, create, fail };
  }, [client, kind, lists, nameOf, problemText, requests, t]);
}
