'use client';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import type { Call } from './call';
import classes from './Direction.module.css';

/** The name of a direction; a word of a later API as it is, and nothing where it is not known. */
export function useDirectionText(): (direction: string | undefined) => string {
  const t = useTranslations('calls.directions');
  return (direction) => (direction === undefined ? '' : t.has(direction as 'inbound') ? t(direction as 'inbound') : direction);
}

export function DirectionMark({ direction }: { direction: Call['direction'] }) {
  const text = useDirectionText();
  if (direction === undefined) return null;
  return (
    <span className={classes.direction} title={text(direction)} role="img" aria-label={text(direction)}>
      <Icon name={(direction as string) === 'inbound' || (direction as string) === 'outbound' ? direction : 'phone'} size={16} />
    </span>
  );
}
