'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Untrusted } from '@/components/text';
import type { components } from '@/lib/api';
import { readable } from '../model/collected';
import facts from './Facts.module.css';
import classes from './Transcript.module.css';

/** A tool that the agent used, folded; what went in and came out is read when it is opened. */
export function ToolUse({ tool: { name, parameters, result, failed } }: { tool: components['schemas']['ToolCall'] }) {
  const t = useTranslations('call');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.tool} onToggle={({ currentTarget: { open } }) => setOpen(open)}>
      <summary>
        <Icon name="tool" size={14} />
        <span className={classes.toolName}>{t.rich('usedTool', { name: () => <Untrusted text={name} /> })}</span>
        {failed === true && <span className={classes.failed}>{t('toolFailed')}</span>}
      </summary>
      {isOpen && (
        <div className={classes.toolBody}>
          <Part title={t('toolParameters')} text={parameters} absent={t('toolNoParameters')} />
          <Part title={t('toolResult')} text={result} absent={t('toolNoResult')} />
        </div>
      )}
    </details>
  );
}

function Part({ title, text, absent }: { title: string; text: string | undefined; absent: string }) {
  return (
    <>
      <div className={classes.note}>{text === undefined ? absent : title}</div>
      {text !== undefined && (
        <pre className={facts.json} dir="ltr" tabIndex={0} aria-label={title}>
          <Untrusted text={readable(text)} />
        </pre>
      )}
    </>
  );
}
