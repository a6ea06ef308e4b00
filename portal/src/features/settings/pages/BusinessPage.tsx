'use client';
import { Alert, Paper, Skeleton, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { When } from '@/components/text';
import { useRecordQuery } from '@/lib/query';
import { useChanges } from '@/lib/records';
import { useMay } from '@/lib/useSession';
import { getSettings, settingsKey } from '../api/business';
import { useSettingsEdit } from '../api/useSettingsEdit';
import { CollectedDataCard } from '../components/CollectedDataCard';
import { BusinessNameField, RegionField, TimeZoneField } from '../components/businessFields';
import { SettingsFrame, WithSettingsTexts } from '../components/SettingsFrame';
import type { Settings } from '../model/settings';
import classes from './settings.module.css';

export function BusinessPage() {
  return (
    <WithSettingsTexts>
      <Business />
    </WithSettingsTexts>
  );
}

function Business() {
  const t = useTranslations('settings');
  const query = useRecordQuery({ key: settingsKey, ask: getSettings });
  return (
    <SettingsFrame part="business" hint={t('businessHint')}>
      {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
      {query.data ? <Fields settings={query.data} /> : !query.error && <Skeleton height={250} radius="md" />}
    </SettingsFrame>
  );
}

function Fields({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const mayEdit = useMay('settings.edit');
  const edit = useSettingsEdit();
  const saving = useChanges(settings.id).some(({ state }) => state === 'saving');
  const field = { settings, edit, readOnly: !mayEdit };
  return (
    <>
      {!mayEdit && (
        <Alert color="gray" variant="light" icon={<Icon name="info" />}>
          {t('readOnly')}
        </Alert>
      )}
      <Paper withBorder className={classes.fields} maw={620}>
        <BusinessNameField {...field} />
        <TimeZoneField {...field} />
        <RegionField {...field} />
        <Text size="xs" c="dimmed" className={classes.origin}>
          {t('registered')} <When at={settings.createdAt} />
          <br />
          {t('changed')} <When at={settings.updatedAt} />
          <span role="status" className={classes.saving}>
            {saving ? t('saving') : ''}
          </span>
        </Text>
      </Paper>
      <CollectedDataCard readOnly={!mayEdit} />
    </>
  );
}
