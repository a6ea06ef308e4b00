'use client';
import { useTranslations } from 'use-intl';
import { Untrusted } from '@/components/text';
import { AreaTexts } from '@/lib/i18n';
import { readable } from '../model/readable';
import facts from './Facts.module.css';
import classes from './Transcript.module.css';

interface Props {
  parameters: string | undefined;
  result: string | undefined;
}

/** What went into a tool and what came out. */
export default function ToolData(props: Props) {
  return (
    <AreaTexts area="calls" loading={null}>
      <Parts {...props} />
    </AreaTexts>
  );
}

function Parts({ parameters, result }: Props) {
  const t = useTranslations('tool');
  return (
    <div className={classes.toolBody}>
      <Part title={t('parameters')} text={parameters} absent={t('noParameters')} />
      <Part title={t('result')} text={result} absent={t('noResult')} />
    </div>
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
