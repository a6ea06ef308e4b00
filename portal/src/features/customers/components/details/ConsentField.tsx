'use client';
import { Group, NativeSelect, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { InlineField } from '@/components/records';
import { Untrusted, When } from '@/components/text';
import { dayOf, instantOf, startOfDay } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { usePerson } from '@/lib/useSession';
import type { Customer, CustomerEdit } from '../../model/customer';
import { ConsentBadge } from '../ConsentBadge';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';

interface Typed {
  status: string;
  /** A day on the calendar of the business. */
  day: string;
  evidence: string;
}

export function ConsentField({ customer, edit, readOnly }: FieldProps) {
  const t = useTranslations('consent');
  const fields = useTranslations('fields');
  const { tenant } = usePerson();
  const { consent } = customer;
  const today = dayOf(instantOf(useNow()), tenant.timeZone);
  const typed: Typed = {
    status: consent?.status ?? '',
    day: consent ? dayOf(consent.recordedAt, tenant.timeZone) : '',
    evidence: consent?.evidence ?? '',
  };

  function patchOf(begun: Customer, now: Typed): CustomerEdit {
    if (now.status === '') return { consent: null };
    const before = begun.consent;
    const day = now.day || today;
    // Today means now; the start of another day stands for that day.
    const recordedAt = day === today ? instantOf(Date.now()) : startOfDay(day, tenant.timeZone);
    const sameDay = before && dayOf(before.recordedAt, tenant.timeZone) === day;
    return {
      consent: {
        ...(before?.status === now.status ? {} : { status: now.status as 'granted' | 'withdrawn' }),
        ...(sameDay && before.status === now.status ? {} : { recordedAt }),
        ...((before?.evidence ?? '') === now.evidence.trim() ? {} : { evidence: now.evidence.trim() || null }),
      },
    };
  }

  return (
    <InlineField<Typed, Customer>
      label={fields('consent')}
      pointers={['/consent']}
      draft={`customer.${customer.id}.consent`}
      value={typed}
      record={customer}
      readOnly={readOnly}
      multiline
      save={(begun, now) => edit(begun, patchOf(begun, now))}
      editor={({ value, change, errors }) => (
        <Stack gap="xs">
          <Group grow gap="xs" align="flex-start">
            <NativeSelect
              label={t('status')}
              value={value.status}
              error={errors['/consent/status'] ?? errors['/consent']}
              data={[
                { value: '', label: t('none') },
                { value: 'granted', label: t('granted') },
                { value: 'withdrawn', label: t('withdrawn') },
              ]}
              onChange={(event) => change({ ...value, status: event.currentTarget.value })}
            />
            <TextInput
              label={t('since')}
              type="date"
              value={value.day}
              max={today}
              disabled={value.status === ''}
              error={errors['/consent/recordedAt']}
              onChange={(event) => change({ ...value, day: event.currentTarget.value })}
            />
          </Group>
          <Textarea
            label={t('evidence')}
            description={t('evidenceHint')}
            value={value.evidence}
            maxLength={500}
            autosize
            minRows={2}
            maxRows={6}
            dir="auto"
            disabled={value.status === ''}
            error={errors['/consent/evidence']}
            onChange={(event) => change({ ...value, evidence: event.currentTarget.value })}
          />
        </Stack>
      )}
    >
      {consent ? (
        <Stack gap={4}>
          <Group gap="xs">
            <ConsentBadge consent={consent} />
            <Text size="sm" c="dimmed" component="span">
              <When at={consent.recordedAt} />
            </Text>
          </Group>
          {consent.evidence !== undefined && <Untrusted text={consent.evidence} />}
        </Stack>
      ) : (
        <Empty text={t('none')} />
      )}
    </InlineField>
  );
}
