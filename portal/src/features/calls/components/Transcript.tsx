'use client';
import { Alert } from '@mantine/core';
import { type MouseEvent, Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { Icon } from '@/components/icons/Icon';
import { lazily } from '@/components/layout/lazily';
import { useUrlState } from '@/lib/navigation';
import type { CallDetails } from '../api/calls';
import { turnAt } from '../model/turns';
import { Section } from './Section';
import { TurnLine, type TurnTexts } from './TurnLine';
import classes from './Transcript.module.css';

const WithoutTurns = lazily(() => import('./WithoutTurns'));

interface Props {
  call: Call;
  details: CallDetails;
}

/**
 * The conversation, every turn of it in the page, so that the browser's search finds it and it can be copied. What is
 * out of view is not laid out, and a turn is a few plain elements: hundreds of them cost little.
 */
export function Transcript({ call, details }: Props) {
  const t = useTranslations('call');
  const { turns, truncated } = details;
  const list = useRef<HTMLOListElement>(null);
  const { params, write } = useUrlState();
  const second = params.get('t');
  const address = `?id=${encodeURIComponent(params.get('id') ?? '')}`;
  const texts: TurnTexts = useMemo(
    () => ({
      speaker: (role) => (t.has(`speakers.${role as 'agent'}`) ? t(`speakers.${role as 'agent'}`) : role),
      medium: (medium) => (t.has(`media.${medium as 'text'}`) ? t(`media.${medium as 'text'}`) : medium),
      interrupted: t('interrupted'),
      linkToLine: t('linkToLine'),
    }),
    [t],
  );
  const marked = useMemo(() => turnAt(turns, second), [turns, second]);
  useEffect(() => {
    const line = marked < 0 ? undefined : list.current?.children[marked];
    if (!line) return;
    line.scrollIntoView({ block: 'center' });
    // Lines that come into view by that may be of another height than was thought.
    const frame = requestAnimationFrame(() => line.scrollIntoView({ block: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, [marked]);
  /** The address names the line that was pressed, so that it can be sent to somebody. */
  function openLine(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const pressed = (event.target as Element).closest<HTMLElement>('a[data-second]')?.dataset.second;
    if (pressed === undefined) return;
    event.preventDefault();
    write({ t: pressed }, 'replace');
  }

  return (
    <Section title={t('transcript')}>
      {truncated && (
        <Alert color="yellow" variant="light" icon={<Icon name="info" />} mb="sm">
          {t('truncated')}
        </Alert>
      )}
      {turns.length === 0 ? (
        <Suspense>
          <WithoutTurns call={call} details={details} />
        </Suspense>
      ) : (
        <ol ref={list} className={classes.turns} onClick={openLine}>
          {turns.map((turn, index) => (
            // Turns have no ids, and a conversation only grows at its end.
            <TurnLine key={index} turn={turn} isMarked={index === marked} texts={texts} address={address} />
          ))}
        </ol>
      )}
    </Section>
  );
}
