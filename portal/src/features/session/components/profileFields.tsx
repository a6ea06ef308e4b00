'use client';
import { NativeSelect, Text, TextInput } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { LANGUAGES, LANGUAGE_NAMES, languageOf } from '@/lib/i18n';
import { languageName } from '@/lib/languageName';
import { type OwnUser, editOwnUser } from '@/lib/ownUser';
import { zones } from '@/lib/places';
import { clockNow, zoneOfBrowser } from '@/lib/time';
import { useNow } from '@/lib/useNow';

const LONGEST_NAME = 120;
/** In a list of choices: nothing is kept, and the browser decides. */
const UNSET = '';

export function OwnNameField({ user }: { user: OwnUser }) {
  const t = useTranslations('profile');
  const fields = useTranslations('fields');
  return (
    <InlineField
      label={fields('name')}
      pointers={['/name']}
      draft="profile.name"
      value={user.name}
      record={user}
      save={(begun, name) => editOwnUser(begun, { name: name.trim() })}
      editor={({ value, change, errors }) => (
        <TextInput
          label={fields('name')}
          description={t('nameHint')}
          value={value}
          maxLength={LONGEST_NAME}
          dir="auto"
          autoComplete="name"
          error={errors['/name']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      <Untrusted text={user.name} />
    </InlineField>
  );
}

export function OwnLanguageField({ user }: { user: OwnUser }) {
  const t = useTranslations('profile');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const nameOf = (tag: string) => {
    const known = LANGUAGES.find((each) => each === tag);
    return known ? LANGUAGE_NAMES[known] : languageName(tag, locale);
  };
  const chosen = user.language ?? UNSET;
  // Another program may have set one that the portal is not written in, or a dialect.
  const others = chosen === UNSET || LANGUAGES.some((each) => each === chosen) ? [] : [chosen];
  const offered = [...LANGUAGES, ...others].map((tag) => ({ value: tag, label: nameOf(tag) }));
  return (
    <InlineField
      label={fields('language')}
      pointers={['/language']}
      draft="profile.language"
      value={chosen}
      record={user}
      save={(begun, language) => editOwnUser(begun, { language: language === UNSET ? null : language })}
      editor={({ value, change, errors }) => (
        <NativeSelect
          label={fields('language')}
          description={t('languageHint')}
          value={value}
          data={[{ value: UNSET, label: t('likeBrowser') }, ...offered]}
          error={errors['/language']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      {chosen === UNSET ? t('likeBrowser') : <bdi lang={languageOf(chosen) ?? undefined}>{nameOf(chosen)}</bdi>}
    </InlineField>
  );
}

export function OwnTimeZoneField({ user }: { user: OwnUser }) {
  const t = useTranslations('profile');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const now = useNow();
  const chosen = user.timeZone ?? UNSET;
  const clock = (zone: string) => t('clock', { time: clockNow({ locale, zone: zone === UNSET ? zoneOfBrowser() : zone }, now) });
  const likeDevice = t('likeDevice', { zone: readable(zoneOfBrowser()) });
  // What was chosen while it was accepted stays until another is.
  const others = chosen === UNSET || zones().includes(chosen) ? [] : [chosen];
  return (
    <InlineField
      label={fields('timeZone')}
      pointers={['/timeZone']}
      draft="profile.timeZone"
      value={chosen}
      record={user}
      save={(begun, zone) => editOwnUser(begun, { timeZone: zone === UNSET ? null : zone })}
      editor={({ value, change, errors }) => (
        <>
          <NativeSelect
            label={fields('timeZone')}
            description={t('timeZoneHint')}
            value={value}
            data={[{ value: UNSET, label: likeDevice }, ...others, ...zones()]}
            error={errors['/timeZone']}
            onChange={(event) => change(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed" role="status">
            {clock(value)}
          </Text>
        </>
      )}
    >
      {chosen === UNSET ? likeDevice : <bdi dir="ltr">{readable(chosen)}</bdi>}
      <Text size="xs" c="dimmed">
        {clock(chosen)}
      </Text>
    </InlineField>
  );
}

function readable(zone: string): string {
  return zone.replaceAll('_', ' ');
}
