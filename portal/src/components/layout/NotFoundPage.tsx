'use client';
import { Anchor, Container, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { paths } from '@/lib/navigation';
import { AppLink } from './AppLink';
import { PageTitle } from './PageTitle';

export default function NotFoundPage() {
  const t = useTranslations('notFound');
  return (
    <Container size="xs" py={100} component="main">
      <Stack gap="sm" align="center">
        <PageTitle title={t('title')} />
        <Text size="sm" c="dimmed" ta="center">
          {t('explanation')}
        </Text>
        <Anchor component={AppLink} href={paths.home} size="sm">
          {t('home')}
        </Anchor>
      </Stack>
    </Container>
  );
}
