'use client';
import { Button, CloseButton, Group, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { InlineField } from '@/components/records';
import { Phone, Untrusted } from '@/components/text';
import type { Customer, OtherPhone } from '../../model/customer';
import { Unusual } from '../Unusual';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';
import { TakenNotice } from './TakenNotice';
import classes from './phoneFields.module.css';

const MOST_OTHERS = 9;

export function PrimaryPhoneField({ customer, edit, readOnly }: FieldProps) {
  const fields = useTranslations('fields');
  return (
    <InlineField
      label={fields('phone')}
      pointers={['/phone', '/phoneExtension']}
      draft={`customer.${customer.id}.phone`}
      value={{ phone: customer.phone, extension: customer.phoneExtension ?? '' }}
      record={customer}
      readOnly={readOnly}
      save={(begun, { phone, extension }) =>
        edit(begun, {
          ...(phone.trim() === begun.phone ? {} : { phone: phone.trim() }),
          ...(extension.trim() === (begun.phoneExtension ?? '') ? {} : { phoneExtension: extension.trim() || null }),
        })
      }
      explain={(refusal) => <TakenNotice refusal={refusal} />}
      editor={({ value, change, errors }) => (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            style={{ flex: 1 }}
            label={fields('phone')}
            type="tel"
            dir="ltr"
            autoComplete="off"
            maxLength={64}
            value={value.phone}
            error={errors['/phone']}
            onChange={(event) => change({ ...value, phone: event.currentTarget.value })}
          />
          <TextInput
            w={96}
            label={fields('phoneExtension')}
            inputMode="numeric"
            dir="ltr"
            autoComplete="off"
            maxLength={10}
            value={value.extension}
            error={errors['/phoneExtension']}
            onChange={(event) => change({ ...value, extension: event.currentTarget.value })}
          />
        </Group>
      )}
    >
      <Phone number={customer.phone} extension={customer.phoneExtension} /> <Unusual number={customer.phone} check={customer.phoneCheck} explained />
    </InlineField>
  );
}

interface Typed {
  phone: string;
  label: string;
  extension: string;
}

function typedOf(others: readonly OtherPhone[]): Typed[] {
  return others.map(({ phone, label = '', extension = '' }) => ({ phone, label, extension }));
}

function othersOf(typed: readonly Typed[]) {
  return typed
    .filter(({ phone }) => phone.trim() !== '')
    .map(({ phone, label, extension }) => ({
      phone: phone.trim(),
      ...(label.trim() === '' ? {} : { label: label.trim() }),
      ...(extension.trim() === '' ? {} : { extension: extension.trim() }),
    }));
}

export function OtherPhonesField({ customer, edit, readOnly }: FieldProps) {
  const fields = useTranslations('fields');
  return (
    <InlineField<Typed[], Customer>
      label={fields('otherPhones')}
      pointers={['/otherPhones']}
      draft={`customer.${customer.id}.otherPhones`}
      value={typedOf(customer.otherPhones)}
      record={customer}
      readOnly={readOnly}
      save={(begun, typed) => edit(begun, { otherPhones: othersOf(typed) })}
      explain={(refusal) => <TakenNotice refusal={refusal} />}
      editor={({ value, change, errors }) => <OtherPhonesEditor typed={value} change={change} errors={errors} />}
    >
      {customer.otherPhones.length === 0 ? (
        <Empty />
      ) : (
        <ul className={classes.list}>
          {customer.otherPhones.map(({ phone, phoneCheck, extension, label }) => (
            <li key={`${phone};${extension ?? ''}`}>
              <Phone number={phone} extension={extension} />
              {label !== undefined && (
                <span className={classes.label}>
                  <Untrusted text={label} />
                </span>
              )}{' '}
              <Unusual number={phone} check={phoneCheck} explained />
            </li>
          ))}
        </ul>
      )}
    </InlineField>
  );
}

interface EditorProps {
  typed: readonly Typed[];
  change: (typed: Typed[]) => void;
  errors: Readonly<Record<string, string>>;
}

function OtherPhonesEditor({ typed, change, errors }: EditorProps) {
  const t = useTranslations('customer');
  const fields = useTranslations('fields');
  const rows = typed.length === 0 ? [{ phone: '', label: '', extension: '' }] : typed;
  const set = (index: number, part: Partial<Typed>) => change(rows.map((row, each) => (each === index ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm">
      {rows.map((row, index) => {
        const at = `/otherPhones/${index.toString()}`;
        return (
          <Group key={index} gap={6} align="flex-end" className={classes.row}>
            <TextInput
              className={classes.number}
              label={t('numberOf', { number: index + 1 })}
              size="xs"
              type="tel"
              dir="ltr"
              autoComplete="off"
              maxLength={64}
              value={row.phone}
              error={errors[`${at}/phone`] ?? errors[at]}
              onChange={(event) => set(index, { phone: event.currentTarget.value })}
            />
            <TextInput
              className={classes.short}
              label={fields('phoneExtension')}
              size="xs"
              inputMode="numeric"
              dir="ltr"
              maxLength={10}
              autoComplete="off"
              value={row.extension}
              error={errors[`${at}/extension`]}
              onChange={(event) => set(index, { extension: event.currentTarget.value })}
            />
            <TextInput
              className={classes.number}
              label={t('phoneLabel')}
              size="xs"
              dir="auto"
              maxLength={40}
              autoComplete="off"
              value={row.label}
              error={errors[`${at}/label`]}
              onChange={(event) => set(index, { label: event.currentTarget.value })}
            />
            <CloseButton aria-label={t('removeNumber', { number: index + 1 })} onClick={() => change(rows.filter((_, each) => each !== index))} />
          </Group>
        );
      })}
      {rows.length < MOST_OTHERS && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={12} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => change([...rows, { phone: '', label: '', extension: '' }])}
        >
          {t('addNumber')}
        </Button>
      )}
    </Stack>
  );
}
