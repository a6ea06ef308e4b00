'use client';
import { Anchor, NativeSelect, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { AppLink } from '@/components/layout/AppLink';
import { languageName } from '@/lib/languageName';
import { paths } from '@/lib/navigation';
import { languages, zones } from '@/lib/places';
import type { Customer } from '../../model/customer';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';
import { TakenNotice } from './TakenNotice';

type TextMember = 'name' | 'email' | 'externalId';

const LENGTH: Record<TextMember, number> = { name: 120, email: 254, externalId: 128 };

/** What is typed as one line of text. Empty clears it. */
export function TextField({ customer, edit, readOnly, member }: FieldProps & { member: TextMember }) {
  const fields = useTranslations('fields');
  const value = customer[member] ?? '';
  const isCode = member !== 'name';
  return (
    <InlineField
      label={fields(member)}
      pointers={[`/${member}`]}
      draft={`customer.${customer.id}.${member}`}
      value={value}
      record={customer}
      readOnly={readOnly}
      save={(begun, text) => edit(begun, { [member]: text.trim() === '' ? null : text.trim() })}
      explain={(refusal) => <TakenNotice refusal={refusal} />}
      editor={({ value: text, change, errors }) => (
        <TextInput
          label={fields(member)}
          value={text}
          maxLength={LENGTH[member]}
          dir={isCode ? 'ltr' : 'auto'}
          type={member === 'email' ? 'email' : 'text'}
          inputMode={member === 'email' ? 'email' : 'text'}
          autoComplete="off"
          error={errors[`/${member}`]}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      {value === '' ? <Empty /> : <Untrusted text={value} />}
      {member !== 'externalId' && <Told told={customer.told?.[member]} />}
    </InlineField>
  );
}

/** That a customer said it on the phone, and nobody has changed it since. */
function Told({ told }: { told: { callId: string } | undefined }) {
  const t = useTranslations('customer');
  if (told === undefined) return null;
  return (
    <Text size="xs" c="dimmed">
      <Anchor component={AppLink} href={paths.call(told.callId)} size="xs" c="dimmed" underline="always">
        {t('told')}
      </Anchor>
    </Text>
  );
}

export function LanguageField({ customer, edit, readOnly }: FieldProps) {
  const fields = useTranslations('fields');
  const t = useTranslations('customer');
  const locale = useLocale();
  const known = useMemo(() => languages(locale), [locale]);
  const value = customer.language ?? '';
  // What another system has set may be a language that is not offered here.
  const offered = value === '' || known.some((each) => each.value === value) ? known : [{ value, label: languageName(value, locale) }, ...known];
  return (
    <InlineField
      label={fields('language')}
      pointers={['/language']}
      draft={`customer.${customer.id}.language`}
      value={value}
      record={customer}
      readOnly={readOnly}
      save={(begun, language) => edit(begun, { language: language === '' ? null : language })}
      editor={({ value: language, change, errors }) => (
        <NativeSelect
          label={fields('language')}
          value={language}
          data={[{ value: '', label: t('notSet') }, ...offered]}
          error={errors['/language']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      {value === '' ? <Empty /> : <bdi>{languageName(value, locale)}</bdi>}
      <Told told={customer.told?.language} />
    </InlineField>
  );
}

export function TimeZoneField({ customer, edit, readOnly }: FieldProps) {
  const fields = useTranslations('fields');
  const t = useTranslations('customer');
  const value = customer.timeZone ?? '';
  return (
    <InlineField
      label={fields('timeZone')}
      pointers={['/timeZone']}
      draft={`customer.${customer.id}.timeZone`}
      value={value}
      record={customer}
      readOnly={readOnly}
      save={(begun, zone) => edit(begun, { timeZone: zone === '' ? null : zone })}
      editor={({ value: zone, change, errors }) => (
        <NativeSelect
          label={fields('timeZone')}
          value={zone}
          data={[{ value: '', label: t('zoneOfBusiness') }, ...withValue(zones(), value)]}
          error={errors['/timeZone']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      {value === '' ? <Empty text={t('zoneOfBusiness')} /> : <bdi dir="ltr">{value.replaceAll('_', ' ')}</bdi>}
    </InlineField>
  );
}

/** A zone's older name is accepted by the API and not in the browser's list. */
function withValue(all: readonly string[], value: NonNullable<Customer['timeZone']>): readonly string[] {
  return value === '' || all.includes(value) ? all : [value, ...all];
}
