'use client';
import { Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { PageTitle } from '@/components/layout/PageTitle';
import { AreaTexts } from '@/lib/i18n';
import { type OwnUser, getOwnUser, ownUserKey } from '@/lib/ownUser';
import { useRecordQuery } from '@/lib/query';
import { useChanges } from '@/lib/records';
import { OwnLanguageField, OwnNameField, OwnTimeZoneField } from '../components/profileFields';
import classes from './ProfilePage.module.css';

export function ProfilePage() {
  return (
    <AreaTexts area="account" loading={<Skeleton height={360} maw={620} radius="md" />}>
      <Profile />
    </AreaTexts>
  );
}

function Profile() {
  const t = useTranslations('profile');
  const query = useRecordQuery({ key: ownUserKey, ask: getOwnUser });
  return (
    <Stack gap="md" maw={620}>
      <PageTitle title={t('title')} />
      <Text size="sm" c="dimmed">
        {t('explanation')}
      </Text>
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.data ? <Fields user={query.data} /> : !query.error && <Skeleton height={300} radius="md" />}
    </Stack>
  );
}

function Fields({ user }: { user: OwnUser }) {
  const t = useTranslations('profile');
  const fields = useTranslations('fields');
  const roles = useTranslations('roles');
  const saving = useChanges(user.id).some(({ state }) => state === 'saving');
  return (
    <Paper withBorder className={classes.fields}>
      <OwnNameField user={user} />
      <OwnLanguageField user={user} />
      <OwnTimeZoneField user={user} />
      <Text size="xs" c="dimmed" className={classes.fixed}>
        {fields('email')}: <bdi dir="ltr">{user.email}</bdi>
        <br />
        {t('role')}: {roles.has(user.role) ? roles(user.role) : user.role}
        <span role="status" className={classes.saving}>
          {saving ? t('saving') : ''}
        </span>
      </Text>
    </Paper>
  );
}
