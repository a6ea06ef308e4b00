'use client';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { AppLink } from '@/components/layout/AppLink';
import type { Column } from '@/components/table';
import { Phone, Unseen, Untrusted, When, unseen } from '@/components/text';
import { paths } from '@/lib/navigation';
import { recordStore } from '@/lib/records';
import { type CustomerRow, isWhole, nameOf } from '../model/customer';
import type { CustomerFilter } from '../model/customerFilter';
import { ConsentBadge } from './ConsentBadge';
import { Unusual } from './Unusual';
import classes from './customerColumns.module.css';

const TAGS_SHOWN = 2;

interface Restoring {
  run: (customer: CustomerRow) => void;
  running: ReadonlySet<string>;
}

export function useCustomerColumns(filter: CustomerFilter, restoring: Restoring | null): readonly Column<CustomerRow>[] {
  const t = useTranslations('customers');
  const fields = useTranslations('fields');
  return useMemo(() => {
    const isDeletedList = filter.by === 'deleted';
    const byChange = filter.by === 'all' && filter.order === 'updated';
    const name: Column<CustomerRow> = {
      id: 'name',
      title: fields('name'),
      width: 25,
      cell: (row) => <NameCell row={row} isDeleted={isDeletedList} />,
    };
    const phone: Column<CustomerRow> = {
      id: 'phone',
      title: fields('phone'),
      width: 21,
      wideOnly: true,
      cell: (row) => <PhoneCell row={row} />,
    };
    const email: Column<CustomerRow> = {
      id: 'email',
      title: fields('email'),
      width: 21,
      wideOnly: true,
      cell: ({ email: address }) => address !== undefined && <Untrusted text={address} />,
    };
    const updated: Column<CustomerRow> = {
      id: 'updated',
      title: byChange ? t('changed') : t('known'),
      width: 21,
      cell: (row) => isWhole(row) && <When at={byChange ? row.updatedAt : row.createdAt} />,
    };
    // A search answers only what a customer is recognised by.
    if (filter.by === 'q') return [{ ...name, width: 40 }, { ...phone, width: 25 }, { ...email, width: 35 }];
    if (isDeletedList) {
      return [
        name,
        phone,
        { id: 'deleted', title: t('deletedAt'), width: 20, wideOnly: true, cell: (row) => isWhole(row) && row.deletedAt !== undefined && <When at={row.deletedAt} /> },
        ...(restoring ? [{ id: 'restore', title: t('actions'), width: 16, cell: (row: CustomerRow) => <RestoreButton row={row} restoring={restoring} /> }] : []),
      ];
    }
    return [
      name,
      phone,
      email,
      { id: 'tags', title: fields('tags'), width: 14, wideOnly: true, cell: (row) => isWhole(row) && <Tags tags={row.tags} /> },
      { id: 'consent', title: fields('consent'), width: 11, wideOnly: true, cell: (row) => isWhole(row) && <ConsentBadge consent={row.consent} /> },
      updated,
    ];
  }, [filter, fields, restoring, t]);
}

function NameCell({ row, isDeleted }: { row: CustomerRow; isDeleted: boolean }) {
  const t = useTranslations('customers');
  const name = row.name === undefined ? <span className={classes.unnamed}>{t('unnamed')}</span> : <Untrusted text={row.name} />;
  const isBusy = recordStore.isBeingMade(row.id);
  return (
    <div className={classes.name}>
      {isDeleted || isBusy ? (
        <Text size="sm" fw={500} truncate component="span">
          {name}
        </Text>
      ) : (
        <AppLink href={paths.customer(row.id)} className={classes.link} data-row-link="">
          {name}
          {row.name === undefined && <Unseen>{nameOf(row)}</Unseen>}
        </AppLink>
      )}
      <span className={classes.narrow}>
        <Phone number={row.phone} extension={row.phoneExtension} /> <Unusual number={row.phone} check={row.phoneCheck} />
      </span>
    </div>
  );
}

function PhoneCell({ row }: { row: CustomerRow }) {
  const t = useTranslations('customers');
  return (
    <Group gap="0 6px">
      <Phone number={row.phone} extension={row.phoneExtension} />
      <Unusual number={row.phone} check={row.phoneCheck} />
      {row.otherPhones.length > 0 && (
        <Text size="xs" c="dimmed" title={t('morePhones', { count: row.otherPhones.length })}>
          <bdi dir="ltr">+{row.otherPhones.length}</bdi>
        </Text>
      )}
    </Group>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap">
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <Badge key={tag} variant="light" color="gray" tt="none" fw={500} className={classes.tag}>
          <Untrusted text={tag} />
        </Badge>
      ))}
      {tags.length > TAGS_SHOWN && (
        <Text size="xs" c="dimmed">
          <bdi dir="ltr">+{tags.length - TAGS_SHOWN}</bdi>
        </Text>
      )}
    </Group>
  );
}

function RestoreButton({ row, restoring }: { row: CustomerRow; restoring: Restoring }) {
  const t = useTranslations('customers');
  return (
    <Button size="compact-sm" variant="default" loading={restoring.running.has(row.id)} onClick={() => restoring.run(row)}>
      {t.rich('restoreOf', { name: nameOf(row), of: unseen })}
    </Button>
  );
}
