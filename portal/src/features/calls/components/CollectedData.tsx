'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Untrusted } from '@/components/text';
import type { CallDetails } from '../api/calls';
import { shownValue } from '../model/collected';
import { Facts } from './Facts';
import classes from './Facts.module.css';
import { Section } from './Section';

export function CollectedData({ collected }: Pick<CallDetails, 'collected'>) {
  const t = useTranslations('call');
  const entries = Object.entries(collected);
  if (entries.length === 0) return null;
  return (
    <Section title={t('collected')}>
      <Facts facts={entries.map(([name, value]) => ({ key: name, name: <Untrusted text={name} />, value: <Value value={value} /> }))} />
    </Section>
  );
}

function Value({ value }: { value: unknown }) {
  const t = useTranslations('call');
  const shown = shownValue(value);
  if (shown.kind === 'text') return <Untrusted text={shown.text} />;
  if (shown.kind === 'flag') return t(shown.value ? 'yes' : 'no');
  if (shown.kind === 'json') {
    return (
      <pre className={classes.json} dir="ltr" tabIndex={0}>
        <Untrusted text={shown.text} />
      </pre>
    );
  }
  return (
    <Text size="sm" c="dimmed" component="span">
      {t('notFoundOut')}
    </Text>
  );
}
