'use client';
import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import type { Customer } from '../model/customer';
import classes from './SelectionBar.module.css';

interface Props {
  customers: readonly Customer[];
  clear: () => void;
  remove: () => void;
}

/** What can be done with the rows that are selected. */
export function SelectionBar({ customers, clear, remove }: Props) {
  const t = useTranslations('customers');
  return (
    <Paper className={classes.bar} shadow="lg" withBorder px="md" py="xs" role="region" aria-label={t('selection')}>
      <Group gap="sm">
        <Text size="sm" fw={600} role="status">
          {t('selected', { count: customers.length })}
        </Text>
        <Button size="xs" variant="light" color="red" leftSection={<Icon name="trash" size={14} />} onClick={remove}>
          {t('delete')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={clear}>
          {t('clearSelection')}
        </Button>
      </Group>
    </Paper>
  );
}
