'use client';
import { Button, Group, Menu, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { EXACT, type Exact } from '../model/customerFilter';

/** Asks for one exact value to filter by. */
export default function AddFilter({ add }: { add: (by: Exact, text: string) => void }) {
  const t = useTranslations('customers');
  const [asking, setAsking] = useState<Exact | null>(null);
  const [text, setText] = useState('');
  const close = () => {
    setAsking(null);
    setText('');
  };
  return (
    <Popover opened={asking !== null} onChange={(open) => !open && close()} trapFocus withRoles={false} position="bottom-start" withArrow>
      <Popover.Target>
        <div>
          <Menu position="bottom-start" withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <Button variant="default" leftSection={<Icon name="filter" size={16} />}>
                {t('filter')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {EXACT.map((by) => (
                <Menu.Item key={by} onClick={() => setAsking(by)}>
                  {t(`filters.${by}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        {asking && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim() === '') return;
              add(asking, text.trim());
              close();
            }}
          >
            <Group gap="xs" align="flex-end">
              <TextInput
                data-autofocus
                label={t(`filters.${asking}`)}
                value={text}
                dir={asking === 'tag' ? 'auto' : 'ltr'}
                maxLength={254}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <Button type="submit">{t('apply')}</Button>
            </Group>
          </form>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
