'use client';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { duration } from '@/components/calls';
import { Untrusted } from '@/components/text';
import { useUrlState } from '@/lib/navigation';
import { type Turn, likelyHeight } from '../model/turns';
import { ToolUse } from './ToolUse';
import classes from './Transcript.module.css';

/** One turn of a conversation: who, when, the words, and the tools that were used. */
export const TurnLine = memo(function TurnLine({ turn, isMarked }: { turn: Turn; isMarked: boolean }) {
  const t = useTranslations('call');
  const { role, message, timeInCallSeconds: second, toolCalls = [], interrupted, medium } = turn;
  const speaker = t.has(`speakers.${role}`) ? t(`speakers.${role}`) : role;
  // Speech is what one expects of a call.
  const how = medium === undefined || medium === 'audio' ? null : t.has(`media.${medium}`) ? t(`media.${medium}`) : medium;
  return (
    <li className={classes.turn} data-role={role} data-marked={isMarked ? '' : undefined} style={{ containIntrinsicSize: `auto ${likelyHeight(turn).toString()}px` }}>
      <div className={classes.head}>
        <span className={classes.speaker}>{speaker}</span>
        {second !== undefined && <TurnTime second={second} />}
        {how !== null && <span>{how}</span>}
      </div>
      {message !== undefined && (
        <div className={classes.words}>
          <Untrusted text={message} className={classes.text ?? ''} />
        </div>
      )}
      {interrupted === true && <div className={classes.note}>{t('interrupted')}</div>}
      {toolCalls.map((tool, index) => (
        <ToolUse key={index} tool={tool} />
      ))}
    </li>
  );
});

/** Leads to this line, so that it can be sent to somebody. */
function TurnTime({ second }: { second: number }) {
  const { params, write } = useUrlState();
  const t = useTranslations('call');
  const id = params.get('id') ?? '';
  return (
    <a
      className={classes.time}
      href={`?id=${encodeURIComponent(id)}&t=${second.toString()}`}
      title={t('linkToLine')}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        write({ t: second.toString() }, 'replace');
      }}
    >
      {duration(second)}
    </a>
  );
}
