import { memo } from 'react';
import { duration } from '@/components/calls';
import { Untrusted } from '@/components/text';
import { type Turn, likelyHeight } from '../model/turns';
import { ToolUse } from './ToolUse';
import classes from './Transcript.module.css';

/** What a line says in the reader's language. Found once for all lines: a conversation has hundreds. */
export interface TurnTexts {
  speaker: (role: string) => string;
  medium: (medium: string) => string;
  interrupted: string;
  linkToLine: string;
}

interface Props {
  turn: Turn;
  isMarked: boolean;
  texts: TurnTexts;
  /** The address of the call, which the second of a line is added to. */
  address: string;
}

/** One turn of a conversation: who, when, the words, and the tools that were used. */
export const TurnLine = memo(function TurnLine({ turn, isMarked, texts, address }: Props) {
  const { role, message, timeInCallSeconds: second, toolCalls = [], interrupted, medium } = turn;
  return (
    <li className={classes.turn} data-role={role} data-marked={isMarked ? '' : undefined} style={{ containIntrinsicSize: `auto ${likelyHeight(turn).toString()}px` }}>
      <div className={classes.head}>
        <span className={classes.speaker}>{texts.speaker(role)}</span>
        {second !== undefined && (
          <a className={classes.time} href={`${address}&t=${second.toString()}`} data-second={second} title={texts.linkToLine}>
            {duration(second)}
          </a>
        )}
        {/* Speech is what one expects of a call. */}
        {medium !== undefined && medium !== 'audio' && <span>{texts.medium(medium)}</span>}
      </div>
      {message !== undefined && (
        <div className={classes.words}>
          <Untrusted text={message} className={classes.text ?? ''} />
        </div>
      )}
      {interrupted === true && <div className={classes.note}>{texts.interrupted}</div>}
      {toolCalls.map((tool, index) => (
        <ToolUse key={index} tool={tool} />
      ))}
    </li>
  );
});
