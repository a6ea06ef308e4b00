'use client';
import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { lazily } from '@/components/layout/lazily';
import { Untrusted } from '@/components/text';
import type { components } from '@/lib/api';
import classes from './Transcript.module.css';

const ToolData = lazily(() => import('./ToolData'));

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
      <Suspense>{isOpen && <ToolData parameters={parameters} result={result} />}</Suspense>
    </details>
  );
}
