'use client';
import { Badge, Button, Group, Paper, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Untrusted, When } from '@/components/text';
import type { Connection } from '../model/settings';
import classes from './cards.module.css';

interface Props {
  connection: Connection;
  change: () => void;
}

/** What is known of the connection. Its secrets are not: the API never gives them back. */
export function ConnectionCard({ connection, change }: Props) {
  const t = useTranslations('voice');
  return (
    <Paper withBorder component="section" aria-labelledby="credentials" className={classes.card}>
      <Group justify="space-between">
        <Title order={2} size="h5" id="credentials">
          {t('credentials')}
        </Title>
        <Button variant="default" size="xs" leftSection={<Icon name="pencil" size={14} />} onClick={change}>
          {t('change')}
        </Button>
      </Group>
      <dl className={classes.facts}>
        <dt>{t('name')}</dt>
        <dd>
          <Untrusted text={connection.name} />
        </dd>
        <dt>{t('apiKey')}</dt>
        <dd>
          <Stored isThere />
        </dd>
        <dt>{t('webhookSecret')}</dt>
        <dd>
          <Stored isThere={connection.hasWebhookSecret} />
        </dd>
        <dt>{t('numbersWithoutPlus')}</dt>
        <dd>{t(`numbers.${connection.numbersWithoutPlus ?? 'unsaid'}`)}</dd>
        <dt>{t('baseUrl')}</dt>
        <dd>
          <bdi dir="ltr">{connection.baseUrl}</bdi>
        </dd>
        <dt>{t('created')}</dt>
        <dd>
          <When at={connection.createdAt} />
        </dd>
        <dt>{t('changed')}</dt>
        <dd>
          <When at={connection.updatedAt} />
        </dd>
      </dl>
    </Paper>
  );
}

function Stored({ isThere }: { isThere: boolean }) {
  const t = useTranslations('voice');
  return isThere ? (
    t('stored')
  ) : (
    <Badge variant="light" color="red" tt="none" fw={500}>
      {t('missing')}
    </Badge>
  );
}
