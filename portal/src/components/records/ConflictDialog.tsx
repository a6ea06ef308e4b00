'use client';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { type AskedConflict, type Path, questions, valueAt } from '@/lib/records';
import { Untrusted } from '@/components/text';
import classes from './ConflictDialog.module.css';

/** What is saved may stand in a dialog itself. */
const OVER_DIALOGS = 250;

/** Another person has changed what is being saved: what was typed and what stands there now, to choose from. */
export default function ConflictDialog() {
  const conflict = useSyncExternalStore(questions.subscribe, questions.conflict, () => null);
  return conflict && <Choice key={conflict.paths.map(nameOf).join()} conflict={conflict} />;
}

function Choice({ conflict }: { conflict: AskedConflict }) {
  const t = useTranslations('conflict');
  const common = useTranslations('common');
  const fields = useTranslations('fields');
  const [mine, setMine] = useState<ReadonlySet<Path>>(() => new Set(conflict.paths));
  const label = (path: Path): string => {
    const known = path[0] as Parameters<typeof fields.has>[0];
    const name = fields.has(known) ? fields(known as 'name') : (path[0] ?? '');
    return path.length > 1 ? `${name}: ${path.slice(1).join(' ')}` : name;
  };
  return (
    <Modal opened onClose={() => conflict.answer(null)} title={t('title')} closeButtonProps={{ 'aria-label': common('close') }} size="lg" closeOnClickOutside={false} zIndex={OVER_DIALOGS}>
      <Stack gap="md">
        <Text size="sm">{t('explanation')}</Text>
        {conflict.paths.map((path) => (
          <Radio.Group
            key={nameOf(path)}
            label={<Untrusted text={label(path)} />}
            value={mine.has(path) ? 'mine' : 'theirs'}
            onChange={(choice) => {
              const next = new Set(mine);
              if (choice === 'mine') next.add(path);
              else next.delete(path);
              setMine(next);
            }}
          >
            <div className={classes.choices}>
              {(['mine', 'theirs'] as const).map((side) => (
                <Radio.Card key={side} value={side} className={classes.choice}>
                  <Group wrap="nowrap" align="flex-start" gap="sm">
                    <Radio.Indicator size="sm" />
                    <div className={classes.value}>
                      <Text size="xs" c="dimmed">
                        {t(side)}
                      </Text>
                      <Value value={valueAt(side === 'mine' ? conflict.mine : conflict.theirs, path)} empty={t('empty')} />
                    </div>
                  </Group>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => conflict.answer(null)}>
            {t('discard')}
          </Button>
          <Button onClick={() => conflict.answer({ keepMine: [...mine] })}>{t('save')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function nameOf(path: Path): string {
  return path.join('/');
}

function Value({ value, empty }: { value: unknown; empty: string }) {
  const text = words(value);
  return text === '' ? (
    <Text size="sm" c="dimmed" fs="italic">
      {empty}
    </Text>
  ) : (
    <div className={classes.text}>
      <Untrusted text={text} />
    </div>
  );
}

/** Values of any field in a line a person can compare. */
function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(words).filter(Boolean).join(' ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
