'use client';
import { Textarea } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';
import classes from './NotesField.module.css';

export function NotesField({ customer, edit, readOnly }: FieldProps) {
  const t = useTranslations('customer');
  const fields = useTranslations('fields');
  const value = customer.notes ?? '';
  return (
    <InlineField
      label={fields('notes')}
      pointers={['/notes']}
      draft={`customer.${customer.id}.notes`}
      value={value}
      record={customer}
      readOnly={readOnly}
      multiline
      save={(begun, notes) => edit(begun, { notes: notes.trim() === '' ? null : notes.trim() })}
      editor={({ value: notes, change, errors }) => (
        <Textarea
          label={fields('notes')}
          description={t('notesHint')}
          value={notes}
          maxLength={4000}
          autosize
          minRows={4}
          maxRows={16}
          dir="auto"
          error={errors['/notes']}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    >
      {value === '' ? (
        <Empty text={t('noNotes')} />
      ) : (
        <div className={classes.notes}>
          <Untrusted text={value} />
        </div>
      )}
    </InlineField>
  );
}
