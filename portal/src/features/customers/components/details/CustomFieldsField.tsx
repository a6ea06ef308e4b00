'use client';
import { Button, CloseButton, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import type { Customer } from '../../model/customer';
import { type TypedField, KINDS, type Kind, kindOf, patchOfFields, typedFields } from '../../model/customFields';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';
import classes from './CustomFieldsField.module.css';

const MOST = 40;

export function CustomFieldsField({ customer, edit, readOnly }: FieldProps) {
  const t = useTranslations('customFields');
  const fields = useTranslations('fields');
  const shown = Object.entries(customer.customFields ?? {});
  return (
    <InlineField<TypedField[], Customer>
      label={fields('customFields')}
      pointers={['/customFields']}
      draft={`customer.${customer.id}.customFields`}
      value={typedFields(customer.customFields)}
      record={customer}
      readOnly={readOnly}
      save={(begun, typed) => edit(begun, { customFields: patchOfFields(begun.customFields, typed) })}
      editor={({ value, change, errors }) => <FieldsEditor typed={value} change={change} errors={errors} />}
    >
      {shown.length === 0 ? (
        <Empty />
      ) : (
        <dl className={classes.list}>
          {shown.map(([name, value]) => (
            <div key={name} className={classes.entry}>
              <dt>
                <Untrusted text={name} />
              </dt>
              <dd>{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : <Untrusted text={String(value)} />}</dd>
            </div>
          ))}
        </dl>
      )}
    </InlineField>
  );
}

interface EditorProps {
  typed: readonly TypedField[];
  change: (typed: TypedField[]) => void;
  errors: Readonly<Record<string, string>>;
}

function FieldsEditor({ typed, change, errors }: EditorProps) {
  const t = useTranslations('customFields');
  const empty: TypedField = { name: '', kind: 'text', text: '' };
  const rows = typed.length === 0 ? [empty] : typed;
  const set = (index: number, part: Partial<TypedField>) => change(rows.map((row, each) => (each === index ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm">
      {rows.map((row, index) => (
        <Group key={index} gap={6} align="flex-end" className={classes.row}>
          <TextInput
            className={classes.name}
            size="xs"
            label={t('name')}
            dir="auto"
            maxLength={40}
            value={row.name}
            error={errors[`/customFields/${row.name}`]}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            label={t('kind')}
            value={row.kind}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            onChange={(event) => {
              const kind: Kind = kindOf(event.currentTarget.value);
              set(index, { kind, ...(kind === 'flag' ? { text: 'true' } : {}) });
            }}
          />
          {row.kind === 'flag' ? (
            <NativeSelect
              className={classes.value}
              size="xs"
              label={t('value')}
              value={row.text}
              data={[
                { value: 'true', label: t('yes') },
                { value: 'false', label: t('no') },
              ]}
              onChange={(event) => set(index, { text: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              className={classes.value}
              size="xs"
              label={t('value')}
              dir={row.kind === 'number' ? 'ltr' : 'auto'}
              inputMode={row.kind === 'number' ? 'decimal' : 'text'}
              maxLength={500}
              value={row.text}
              onChange={(event) => set(index, { text: event.currentTarget.value })}
            />
          )}
          <CloseButton aria-label={t('remove', { name: row.name })} onClick={() => change(rows.filter((_, each) => each !== index))} />
        </Group>
      ))}
      {rows.length < MOST && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={12} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => change([...rows, empty])}
        >
          {t('add')}
        </Button>
      )}
    </Stack>
  );
}
