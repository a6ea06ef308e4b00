'use client';
import { Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { useRecordQuery } from '@/lib/query';
import { recordEditor } from '@/lib/records';
import { collectedDataKeys, getMapping, mappingRequests } from '../api/collectedData';
import { type Mapping, type Names, TARGETS, type Target, namesOf } from '../model/collectedData';
import classes from '../pages/settings.module.css';
import { CollectedDataPreview } from './CollectedDataPreview';

/** Which of what voice agents find out fills a customer's empty fields. */
export function CollectedDataCard({ readOnly }: { readOnly: boolean }) {
  const t = useTranslations('collectedData');
  const query = useRecordQuery({ key: collectedDataKeys.mapping, ask: getMapping });
  return (
    <Paper withBorder component="section" aria-labelledby="collected-data" className={classes.fields} maw={620}>
      <Stack gap={4} className={classes.head}>
        <Title order={2} size="h5" id="collected-data">
          {t('title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
      </Stack>
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.data ? <Fields mapping={query.data} readOnly={readOnly} /> : !query.error && <Skeleton height={200} />}
    </Paper>
  );
}

function Fields({ mapping, readOnly }: { mapping: Mapping; readOnly: boolean }) {
  const [typed, setTyped] = useState<Partial<Names>>({});
  return (
    <>
      {TARGETS.map((target) => (
        <NamesField key={target} mapping={mapping} target={target} readOnly={readOnly} setTyped={setTyped} />
      ))}
      <CollectedDataPreview names={{ name: mapping.name, email: mapping.email, language: mapping.language, ...typed }} />
    </>
  );
}

interface FieldProps {
  mapping: Mapping;
  target: Target;
  readOnly: boolean;
  /** Holds what is typed and neither saved nor given up. */
  setTyped: Dispatch<SetStateAction<Partial<Names>>>;
}

function NamesField({ mapping, target, readOnly, setTyped }: FieldProps) {
  const t = useTranslations('collectedData');
  const line = mapping[target].join(', ');
  return (
    <InlineField
      label={t(target)}
      pointers={[`/customer/${target}`]}
      draft={`settings.collected-data.${target}`}
      value={line}
      record={mapping}
      readOnly={readOnly}
      save={(begun, typed) => recordEditor.edit(mappingRequests, begun, { [target]: namesOf(typed) })}
      editor={({ value, change, errors }) => <NamesInput target={target} value={value} change={change} error={Object.values(errors)[0]} setTyped={setTyped} />}
    >
      {line === '' ? (
        <Text size="sm" c="dimmed">
          {t('unfilled')}
        </Text>
      ) : (
        <Untrusted text={line} />
      )}
    </InlineField>
  );
}

interface InputProps extends Pick<FieldProps, 'target' | 'setTyped'> {
  value: string;
  change: (value: string) => void;
  error: string | undefined;
}

function NamesInput({ target, value, change, error, setTyped }: InputProps) {
  const t = useTranslations('collectedData');
  useEffect(() => {
    setTyped((others) => ({ ...others, [target]: namesOf(value) }));
    return () => setTyped((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== target)));
  }, [target, value, setTyped]);
  return <TextInput label={t(target)} value={value} dir="ltr" autoComplete="off" error={error} onChange={(event) => change(event.currentTarget.value)} />;
}
