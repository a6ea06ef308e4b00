'use client';
import { ActionIcon, Anchor, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import type { Column } from '@/components/table';
import { Untrusted, When } from '@/components/text';
import { usePerson } from '@/lib/useSession';
import { type AuditEntry, isKnown, pathOfSubject } from '../model/audit';
import classes from './auditColumns.module.css';

/** `only` shows what else was done to a record. */
export function useAuditColumns(only: (record: string) => void): readonly Column<AuditEntry>[] {
  const t = useTranslations('audit');
  return useMemo(
    () => [
      { id: 'at', title: t('at'), width: 17, narrowWidth: 30, cell: ({ at }) => <When at={at} /> },
      { id: 'who', title: t('who'), width: 23, wideOnly: true, cell: ({ actor }) => <Actor actor={actor} /> },
      { id: 'what', title: t('what'), width: 34, narrowWidth: 70, cell: (entry) => <Deed entry={entry} /> },
      { id: 'record', title: t('record'), width: 26, wideOnly: true, cell: (entry) => <Subject entry={entry} only={only} /> },
    ],
    [only, t],
  );
}

function Actor({ actor }: Pick<AuditEntry, 'actor'>) {
  const t = useTranslations('audit');
  if (actor.kind !== 'user') return t.has(`actors.${actor.kind}`) ? t(`actors.${actor.kind}`) : actor.kind;
  if (actor.name !== undefined) return <Untrusted text={actor.name} isLine />;
  return <bdi dir="ltr">{actor.userId}</bdi>;
}

function Deed({ entry: { action, actor, fields } }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  return (
    <div className={classes.lines}>
      <span className={classes.line}>{isKnown(action) ? t(`actions.${action}`) : action}</span>
      {fields.length > 0 && (
        <Text size="xs" c="dimmed" component="span" className={classes.wide}>
          {t('fields')}: <bdi dir="ltr">{fields.join(', ')}</bdi>
        </Text>
      )}
      <Text size="xs" c="dimmed" component="span" className={classes.narrow}>
        <Actor actor={actor} />
      </Text>
    </div>
  );
}

function Subject({ entry: { subject, actor }, only }: { entry: AuditEntry; only: (record: string) => void }) {
  const t = useTranslations('audit');
  const { user } = usePerson();
  const path = pathOfSubject(subject, user.id, actor.userId);
  const kind = subject.kind !== undefined && t.has(`kinds.${subject.kind}`) ? t(`kinds.${subject.kind}`) : t('record');
  return (
    <div className={classes.subject}>
      <div className={classes.lines}>
        {path === null ? <span>{kind}</span> : (
          <Anchor component={AppLink} href={path} size="sm">
            {kind}
          </Anchor>
        )}
        <Text size="xs" c="dimmed" component="span" className={classes.line}>
          {subject.name === undefined ? <bdi dir="ltr">{subject.id}</bdi> : <Untrusted text={subject.name} />}
        </Text>
      </div>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('only', { kind, id: subject.id })} title={t('onlyHint')} onClick={() => only(subject.id)}>
        <Icon name="filter" size={14} />
      </ActionIcon>
    </div>
  );
}
