import { Button } from '@mantine/core';
import type { IconName } from '@/components/icons/Icon';
import { EmptyState } from './EmptyState';

interface Props {
  icon?: IconName;
  title: string;
  /** The button that shows everything. */
  action: string;
  clear: () => void;
}

/** There are records, and none that the filter lets through. */
export function NoneFound({ icon = 'search', title, action, clear }: Props) {
  return (
    <EmptyState icon={icon} title={title}>
      <Button variant="default" size="xs" onClick={clear}>
        {action}
      </Button>
    </EmptyState>
  );
}
