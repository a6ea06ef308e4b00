'use client';
import { Button, Group, Menu, Paper, Popover, Stack, Text, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Untrusted } from '@/components/text';
import { AreaTexts } from '@/lib/i18n';
import type { Action, BulkResult } from '../api/bulk';
import type { Customer } from '../model/customer';
import { BulkOutcome } from './BulkOutcome';
import classes from './SelectionBar.module.css';

interface Props {
  customers: readonly Customer[];
  isRunning: boolean;
  result: BulkResult | null;
  clear: () => void;
  remove: () => void;
  run: (action: Action) => void;
  dismiss: () => void;
}

const LONGEST_TAG = 40;

/** What can be done with the rows that are selected, and what became of it. */
export default function SelectionBar(props: Props) {
  return (
    <AreaTexts area="bulk" loading={null}>
      <Bar {...props} />
    </AreaTexts>
  );
}

function Bar({ customers, isRunning, result, clear, remove, run, dismiss }: Props) {
  const t = useTranslations('customers');
  const bulk = useTranslations('bulk');
  const tags = [...new Set(customers.flatMap((customer) => customer.tags))].sort();
  return (
    <Paper className={classes.bar} shadow="lg" withBorder px="md" py="xs" role="region" aria-label={t('selection')} aria-busy={isRunning}>
      <Stack gap="xs">
        {result && <BulkOutcome result={result} close={dismiss} />}
        {customers.length > 0 && (
          <Group gap="sm">
            <Text size="sm" fw={600} role="status">
              {t('selected', { count: customers.length })}
            </Text>
            <AddTag isDisabled={isRunning} add={(tag) => run({ action: 'add_tags', tag })} />
            {tags.length > 0 && (
              <Menu position="top" withArrow>
                <Menu.Target>
                  <Button size="xs" variant="light" disabled={isRunning}>
                    {bulk('removeTag')}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown className={classes.tags}>
                  {tags.map((tag) => (
                    <Menu.Item key={tag} onClick={() => run({ action: 'remove_tags', tag })}>
                      <Untrusted text={tag} />
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            )}
            <Button size="xs" variant="light" color="red" leftSection={<Icon name="trash" size={14} />} disabled={isRunning} onClick={remove}>
              {t('delete')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={clear}>
              {t('clearSelection')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function AddTag({ add, isDisabled }: { add: (tag: string) => void; isDisabled: boolean }) {
  const t = useTranslations('bulk');
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const tag = typed.trim();

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (tag === '') return;
    setOpen(false);
    setTyped('');
    add(tag);
  }
  return (
    <Popover position="top" withArrow trapFocus opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button size="xs" variant="light" leftSection={<Icon name="tag" size={14} />} disabled={isDisabled} onClick={() => setOpen((open) => !open)}>
          {t('addTag')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('addTag')}>
        <Group component="form" gap="xs" align="flex-end" onSubmit={submit}>
          <TextInput size="xs" label={t('tag')} dir="auto" maxLength={LONGEST_TAG} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
          <Button size="xs" type="submit" disabled={tag === ''}>
            {t('apply')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
