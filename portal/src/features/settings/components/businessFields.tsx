'use client';
import { NativeSelect, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { regions, zones } from '@/lib/places';
import { clockNow } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import type { Settings, SettingsEdit } from '../model/settings';

interface FieldProps {
  settings: Settings;
  edit: (begunWith: Settings, edit: SettingsEdit) => Promise<unknown>;
  readOnly: boolean;
}

const LONGEST_NAME = 120;

export function BusinessNameField({ settings, edit, readOnly }: FieldProps) {
  const t = useTranslations('settings');
  const fields = useTranslations('fields');
  return (
    <InlineField
      label={fields('name')}
      pointers={['/name']}
      draft="settings.name"
      value={settings.name}
      record={settings}
      readOnly={readOnly}
      save={(begun, name) => edit(begun, { name: name.trim() })}
      editor={({ value, change, errors }) => (
        <TextInput
          label={fields('name')}
          description={t('nameHint')}
          value={value}
          maxLength={LONGEST_NAME}
          dir="auto"
          autoComplete="organization"
          error={errors['/name']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      <Untrusted text={settings.name} />
    </InlineField>
  );
}

export function TimeZoneField({ settings, edit, readOnly }: FieldProps) {
  const t = useTranslations('settings');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const now = useNow();
  const { timeZone } = settings;
  const clock = (zone: string) => t('clock', { time: clockNow({ locale, zone }, now) });
  // A zone's older name is accepted by the API and not in the browser's list.
  const offered = zones().includes(timeZone) ? zones() : [timeZone, ...zones()];
  return (
    <InlineField
      label={fields('timeZone')}
      pointers={['/timeZone']}
      draft="settings.timeZone"
      value={timeZone}
      record={settings}
      readOnly={readOnly}
      save={(begun, zone) => edit(begun, { timeZone: zone })}
      editor={({ value, change, errors }) => (
        <>
          <NativeSelect
            label={fields('timeZone')}
            description={t('timeZoneHint')}
            value={value}
            data={offered}
            dir="ltr"
            error={errors['/timeZone']}
            onChange={(event) => change(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed" role="status">
            {clock(value)}
          </Text>
        </>
      )}
    >
      <bdi dir="ltr">{timeZone.replaceAll('_', ' ')}</bdi>
      <Text size="xs" c="dimmed">
        {clock(timeZone)}
      </Text>
    </InlineField>
  );
}

export function RegionField({ settings, edit, readOnly }: FieldProps) {
  const t = useTranslations('settings');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const countries = useMemo(() => regions(locale), [locale]);
  const { defaultRegion } = settings;
  const known = countries.find(({ value }) => value === defaultRegion);
  const offered = known ? countries : [{ value: defaultRegion, label: defaultRegion }, ...countries];
  return (
    <InlineField
      label={fields('defaultRegion')}
      pointers={['/defaultRegion']}
      draft="settings.defaultRegion"
      value={defaultRegion}
      record={settings}
      readOnly={readOnly}
      save={(begun, region) => edit(begun, { defaultRegion: region })}
      editor={({ value, change, errors }) => (
        <NativeSelect
          label={fields('defaultRegion')}
          description={t('regionHint')}
          value={value}
          data={offered}
          error={errors['/defaultRegion']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      <bdi>{known?.label ?? defaultRegion}</bdi>
      <Text size="xs" c="dimmed">
        {t('regionHint')}
      </Text>
    </InlineField>
  );
}
