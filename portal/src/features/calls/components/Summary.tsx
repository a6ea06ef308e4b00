'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Call } from '@/components/calls';
import { Untrusted } from '@/components/text';
import type { CallDetails } from '../api/calls';
import { Section } from './Section';
import classes from './Summary.module.css';

export function Summary({ call, details }: { call: Call; details: CallDetails }) {
  const t = useTranslations('call');
  return (
    <Section title={t('summary')}>
      {call.summaryTitle !== undefined && (
        <Text size="sm" fw={600} className={classes.text} mb={4}>
          <Untrusted text={call.summaryTitle} className={classes.block ?? ''} />
        </Text>
      )}
      {details.summary !== undefined && (
        <Text size="sm" className={classes.text}>
          <Untrusted text={details.summary} className={classes.block ?? ''} />
        </Text>
      )}
      {call.summaryTitle === undefined && details.summary === undefined && (
        <Text size="sm" c="dimmed">
          {t('noSummary')}
        </Text>
      )}
    </Section>
  );
}
