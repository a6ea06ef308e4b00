'use client';
import { CloseButton, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { AppLink } from '@/components/layout/AppLink';
import { Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import type { BulkResult } from '../api/bulk';
import { nameOf } from '../model/customer';
import classes from './SelectionBar.module.css';

/** How many it is done for, and of the others why not. */
export function BulkOutcome({ result, close }: { result: BulkResult; close: () => void }) {
  const t = useTranslations('bulk');
  const reason = useReason();
  const { done, refused } = result;
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} role="status">
          {t('done', { done: done.length })}
          {refused.length > 0 && <span className={classes.refused}>{t('notDone', { count: refused.length })}</span>}
        </Text>
        <CloseButton size="sm" aria-label={t('close')} onClick={close} />
      </Group>
      {refused.length > 0 && (
        <ul className={classes.reasons} aria-label={t('refused')} tabIndex={0}>
          {refused.map(({ customer, code }) => (
            <li key={customer.id}>
              <AppLink href={paths.customer(customer.id)}>
                <Untrusted text={nameOf(customer)} />
              </AppLink>
              <Text size="xs" c="dimmed">
                {reason(code)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The words for the code of a customer's problem. */
function useReason(): (code: string) => string {
  const t = useTranslations('bulk');
  const problems = useTranslations('problems');
  return (code) => {
    // The only rule that a tag which was typed here can break by the customer that gets it.
    if (code === 'validation_failed') return t('tooManyTags');
    const key = code as Parameters<typeof problems.has>[0];
    return problems.has(key) ? problems(key as 'unknown') : problems('unknown');
  };
}
