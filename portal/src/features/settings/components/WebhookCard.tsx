'use client';
import { Anchor, Button, Code, CopyButton, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { paths } from '@/lib/navigation';
import type { Connection } from '../model/settings';
import classes from './cards.module.css';

const TRANSCRIPT = 'transcript';
const FAILURE = 'call_initiation_failure';
const AUDIO = 'audio';

interface Props {
  connection: Connection;
  enterSecret: () => void;
}

/** Where the provider is to deliver, and how to tell it. */
export function WebhookCard({ connection, enterSecret }: Props) {
  const t = useTranslations('voice');
  const code = (text: string) => () => <Code dir="ltr">{text}</Code>;
  return (
    <Paper withBorder component="section" aria-labelledby="webhook" className={classes.card}>
      <Title order={2} size="h5" id="webhook">
        {t('webhook')}
      </Title>
      <Stack gap="xs">
        <TextInput
          label={t('webhookUrl')}
          description={t('webhookHint')}
          value={connection.webhookUrl}
          readOnly
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={connection.webhookUrl}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" style={{ alignSelf: 'flex-start' }} leftSection={<Icon name={copied ? 'check' : 'copy'} size={15} />} onClick={copy}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </Stack>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('stepsTitle')}
        </Text>
        <ol className={classes.steps}>
          <li>{t('step1')}</li>
          <li>{t('step2')}</li>
          <li>{t.rich('step3', { transcript: code(TRANSCRIPT), failure: code(FAILURE), audio: code(AUDIO) })}</li>
          <li>
            {t('step4')}{' '}
            {!connection.hasWebhookSecret && (
              <Anchor component="button" type="button" size="sm" underline="always" onClick={enterSecret}>
                {t('enterSecret')}
              </Anchor>
            )}
          </li>
          <li>
            {t('step5')}{' '}
            <Anchor component={AppLink} href={paths.voiceAgents} size="sm" underline="always">
              {t('toAgents')}
            </Anchor>
          </li>
        </ol>
      </Stack>
    </Paper>
  );
}
