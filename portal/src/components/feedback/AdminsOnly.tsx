import { Text } from '@mantine/core';
import { EmptyState } from './EmptyState';

/** What is here is not for the role of whoever looks. */
export function AdminsOnly({ title, hint }: { title: string; hint: string }) {
  return (
    <EmptyState icon="shield" title={title}>
      <Text size="sm" c="dimmed" ta="center" maw={420}>
        {hint}
      </Text>
    </EmptyState>
  );
}
