'use client';
import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { AdminsOnly, EmptyState, NoneFound } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { RecordTable } from '@/components/table';
import { useUrlState } from '@/lib/navigation';
import { useRecordList } from '@/lib/query';
import { instantOf } from '@/lib/time';
import { monthOf } from '@/lib/time/month';
import { useNow } from '@/lib/useNow';
import { useMay, usePerson } from '@/lib/useSession';
import { auditKeys, listAudit } from '../api/audit';
import { AuditFilterBar } from '../components/AuditFilterBar';
import { SettingsFrame, WithSettingsTexts } from '../components/SettingsFrame';
import { useAuditColumns } from '../components/useAuditColumns';
import { type AuditEntry, type AuditFilter, NO_FILTER, auditFilterOf, isWholeMonth, peopleIn } from '../model/audit';

export function AuditPage() {
  return (
    <WithSettingsTexts>
      <Audit />
    </WithSettingsTexts>
  );
}

function Audit() {
  const t = useTranslations('audit');
  const maySee = useMay('audit.read');
  return (
    <SettingsFrame part="audit" hint={t('hint')}>
      {maySee ? (
        <Entries />
      ) : (
        <AdminsOnly title={t('adminsOnly')} hint={t('adminsOnlyHint')} />
      )}
    </SettingsFrame>
  );
}

function Entries() {
  const t = useTranslations('audit');
  const client = useQueryClient();
  const { params, write } = useUrlState();
  const { user, tenant } = usePerson();
  const filter = useMemo(() => auditFilterOf(params), [params]);
  const currentMonth = monthOf(instantOf(useNow()), tenant.timeZone);
  const list = useRecordList<AuditEntry>({
    key: auditKeys.list(filter, currentMonth),
    ask: (cursor, signal) => listAudit(filter, currentMonth, cursor, signal),
  });
  const change = (edit: Partial<AuditFilter>) => write(edit);
  const only = useCallback((record: string) => write({ record }), [write]);
  const columns = useAuditColumns(only);
  const people = useMemo(() => {
    const chosen = filter.person === null || filter.person === user.id ? [] : [{ id: filter.person }];
    return peopleIn(list.rows, [{ id: user.id, name: user.name }, ...chosen]);
  }, [list.rows, filter.person, user.id, user.name]);

  return (
    <>
      <AuditFilterBar
        filter={filter}
        currentMonth={currentMonth}
        people={people}
        change={change}
        beside={
          <Button variant="default" leftSection={<Icon name="restore" size={16} />} onClick={() => void client.invalidateQueries({ queryKey: auditKeys.all })}>
            {t('refresh')}
          </Button>
        }
      />
      <RecordTable
        list={list}
        label={t('title')}
        notRead={t('notRead')}
        empty={
          isWholeMonth(filter) ? (
            <EmptyState icon="note" title={t('none')}>
              <Text size="sm" c="dimmed">
                {t('noneHint')}
              </Text>
            </EmptyState>
          ) : (
            <NoneFound icon="note" title={t('noneFound')} action={t('showAll')} clear={() => change({ ...NO_FILTER, month: filter.month })} />
          )
        }
        columns={columns}
      />
    </>
  );
}
