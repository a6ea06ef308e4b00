'use client';
import { ActionIcon, Anchor, Group } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { isTyping } from '@/lib/keys';
import { paths, useUrlState } from '@/lib/navigation';

interface Props {
  /** The filter of the list that the call was opened from, as an address has it. */
  list: string;
  previous?: string;
  next?: string;
}

/** Back to the list, and to the calls beside this one in it: by button, or by k and j as in the list itself. */
export function CallNavigation({ list, previous, next }: Props) {
  const t = useTranslations('call');
  const { write } = useUrlState();
  const hasNeighbours = previous !== undefined || next !== undefined;

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const id = event.key === 'j' ? next : event.key === 'k' ? previous : undefined;
      if (id === undefined) return;
      event.preventDefault();
      write({ id, t: null }, 'replace');
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [next, previous, write]);

  // Going on replaces the address: one step back is the list again, however many calls were looked at.
  const step = (id: string | undefined, name: 'previous' | 'next', key: string) => (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={t(name)}
      title={`${t(name)} (${key})`}
      aria-keyshortcuts={key}
      disabled={id === undefined}
      onClick={() => id !== undefined && write({ id, t: null }, 'replace')}
    >
      <Icon name={name === 'previous' ? 'earlier' : 'later'} size={16} />
    </ActionIcon>
  );

  return (
    <Group justify="space-between" mih={30}>
      <Anchor component={AppLink} href={paths.callsLike(list)} size="sm" c="dimmed" w="fit-content">
        <Group gap={4} component="span">
          <Icon name="back" size={15} />
          {list === '' ? t('back') : t('backToFiltered')}
        </Group>
      </Anchor>
      {hasNeighbours && (
        <Group gap={4}>
          {step(previous, 'previous', 'k')}
          {step(next, 'next', 'j')}
        </Group>
      )}
    </Group>
  );
}
