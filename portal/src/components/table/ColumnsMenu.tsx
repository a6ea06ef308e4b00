'use client';
import { ActionIcon, Checkbox, Popover, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';

interface Props {
  columns: readonly { id: string; title: string }[];
  hidden: ReadonlySet<string>;
  change: (hidden: ReadonlySet<string>) => void;
}

export default function ColumnsMenu({ columns, hidden, change }: Props) {
  const t = useTranslations('table');
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={34} aria-label={t('columns')} visibleFrom="md">
          <Icon name="columns" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns')}>
        <Stack gap="xs">
          <Text size="xs" fw={600} c="dimmed">
            {t('columns')}
          </Text>
          {columns.map(({ id, title }) => (
            <Checkbox
              key={id}
              size="xs"
              label={title}
              checked={!hidden.has(id)}
              onChange={({ currentTarget: { checked } }) => {
                const next = new Set(hidden);
                if (checked) next.delete(id);
                else next.add(id);
                change(next);
              }}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
