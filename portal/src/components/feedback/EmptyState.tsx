import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/icons/Icon';
import classes from './EmptyState.module.css';

/** The list was read, and there is nothing in it. Never shown for a list that could not be read. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py={48} px="md">
      <span className={classes.icon}>
        <Icon name={icon} size={22} />
      </span>
      <Text fw={600}>{title}</Text>
      {children}
    </Stack>
  );
}
