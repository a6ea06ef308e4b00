'use client';
import { ActionIcon, Group } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { isTyping } from '@/lib/keys';
import { useUrlState } from '@/lib/navigation';
import { useNeighbours } from '../api/useNeighbours';
import type { CallFilter } from '../model/callFilter';

/** To the calls beside this one in the list that it was opened from: by button, or by k and j as in the list itself. */
export default function Neighbours({ id, filter }: { id: string; filter: CallFilter }) {
  const t = useTranslations('call');
  const { write } = useUrlState();
  const { previous, next } = useNeighbours(id, filter);

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const wanted = event.key === 'j' ? next : event.key === 'k' ? previous : undefined;
      if (wanted === undefined) return;
      event.preventDefault();
      write({ id: wanted, t: null }, 'replace');
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [next, previous, write]);

  if (previous === undefined && next === undefined) return null;
  // Going on replaces the address: one step back is the list again, however many calls were looked at.
  const step = (to: string | undefined, name: 'previous' | 'next', key: string) => (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={t(name)}
      title={`${t(name)} (${key})`}
      aria-keyshortcuts={key}
      disabled={to === undefined}
      onClick={() => to !== undefined && write({ id: to, t: null }, 'replace')}
    >
      <Icon name={name === 'previous' ? 'earlier' : 'later'} size={16} />
    </ActionIcon>
  );
  return (
    <Group gap={4}>
      {step(previous, 'previous', 'k')}
      {step(next, 'next', 'j')}
    </Group>
  );
}
