'use client';
import { Badge, Group, Skeleton } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { AppLink } from '@/components/layout/AppLink';
import { lazily } from '@/components/layout/lazily';
import { InlineField } from '@/components/records';
import { Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import type { Customer } from '../../model/customer';
import { Empty } from './Empty';
import type { FieldProps } from './FieldProps';

const TagsEditor = lazily(() => import('./TagsEditor'));

export function TagsField({ customer, edit, readOnly }: FieldProps) {
  const fields = useTranslations('fields');
  return (
    <InlineField<string[], Customer>
      label={fields('tags')}
      pointers={['/tags']}
      draft={`customer.${customer.id}.tags`}
      value={[...customer.tags]}
      record={customer}
      readOnly={readOnly}
      save={(begun, tags) => edit(begun, { tags })}
      editor={({ value, change, errors }) => (
        <Suspense fallback={<Skeleton height={58} />}>
          <TagsEditor tags={value} change={change} error={Object.values(errors)[0]} />
        </Suspense>
      )}
    >
      {customer.tags.length === 0 ? (
        <Empty />
      ) : (
        <Group gap={6}>
          {customer.tags.map((tag) => (
            <Badge
              key={tag}
              component={AppLink}
              href={paths.customersWithTag(tag)}
              variant="light"
              color="gray"
              tt="none"
              fw={500}
              size="lg"
              style={{ cursor: 'pointer' }}
            >
              <Untrusted text={tag} />
            </Badge>
          ))}
        </Group>
      )}
    </InlineField>
  );
}
