'use client';
import { Alert, Anchor, Container, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';

/** Browsers drop the session's cookie on plain http, so nobody could stay signed in. Better said before the password. */
export function InsecureContext() {
  const t = useTranslations('insecure');
  const local = `http://localhost${window.location.port ? `:${window.location.port}` : ''}/`;
  return (
    <Container size="xs" py={80} component="main">
      <Alert color="yellow" icon={<Icon name="shield" />} title={t('title')}>
        <Text size="sm">{t('explanation')}</Text>
        <Anchor href={local} size="sm" dir="ltr">
          {local}
        </Anchor>
      </Alert>
    </Container>
  );
}
