'use client';
import { Badge, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ErrorState, useProblemText } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { PageTitle } from '@/components/layout/PageTitle';
import { When, unseen } from '@/components/text';
import { isProblem, session } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { type SessionView, listSessions, revokeSession, sessionKeys } from '../api/sessions';
import { browserOf } from '../model/browser';

export function SessionsPage() {
  return (
    <AreaTexts area="account" loading={<Skeleton height={280} maw={720} radius="md" />}>
      <Sessions />
    </AreaTexts>
  );
}

function Sessions() {
  const t = useTranslations('sessions');
  const query = useQuery({ queryKey: sessionKeys.list, queryFn: ({ signal }) => listSessions(signal) });
  return (
    <Stack gap="md" maw={720}>
      <PageTitle title={t('title')} />
      <Text size="sm" c="dimmed">
        {t('explanation')}
      </Text>
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.isPending && Array.from({ length: 2 }, (_, index) => <Skeleton key={index} height={86} radius="md" />)}
      {query.data?.map((each) => <SessionCard key={each.id} of={each} />)}
    </Stack>
  );
}

function SessionCard({ of }: { of: SessionView }) {
  const t = useTranslations('sessions');
  const problemText = useProblemText();
  const client = useQueryClient();
  const { browser, system } = browserOf(of.userAgent ?? '');
  const name = browser === '' ? t('unknownBrowser') : system === '' ? browser : t('browserOn', { browser, system });
  const end = useMutation({
    mutationFn: () => revokeSession(of.id),
    onSuccess: () => {
      client.setQueryData<SessionView[]>(sessionKeys.list, (all) => all?.filter(({ id }) => id !== of.id));
      notifications.show({ message: t('ended', { name }), color: 'teal' });
    },
    onError: (error) => {
      // It ended meanwhile: that is what was wanted.
      if (isProblem(error, 'not_found')) void client.invalidateQueries({ queryKey: sessionKeys.list });
      else notifications.show({ title: t('notEnded'), message: problemText(error), color: 'red' });
    },
  });
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <Group gap="md" wrap="nowrap" align="flex-start">
          <Icon name="devices" size={22} />
          <Stack gap={2}>
            <Group gap="xs">
              <Text fw={600} size="sm">
                <bdi>{name}</bdi>
              </Text>
              {of.current && <Badge variant="light">{t('thisOne')}</Badge>}
            </Group>
            <Text size="xs" c="dimmed">
              {t('lastUsed')} <When at={of.lastUsedAt} as="relative" />
              {' · '}
              {t('signedIn')} <When at={of.createdAt} />
            </Text>
          </Stack>
        </Group>
        {of.current ? (
          <Button size="xs" variant="default" onClick={() => void session.signOut()}>
            {t('signOut')}
          </Button>
        ) : (
          <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {t.rich('endOf', { name, of: unseen })}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
