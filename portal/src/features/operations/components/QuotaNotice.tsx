import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { When } from '@/components/text';
import { inboxKeys, quotaReachedAt } from '../api/inbox';

/** That the rest of today's deliveries comes late. Whether it does is no reason to hide the inbox: an error says nothing. */
export function QuotaNotice() {
  const t = useTranslations('inbox');
  const { data } = useQuery({ queryKey: inboxKeys.quota, queryFn: ({ signal }) => quotaReachedAt(signal) });
  if (data === undefined || data === null) return null;
  return (
    <Alert color="yellow" variant="light" icon={<Icon name="warning" />} title={t('quotaReached')}>
      {t.rich('quotaReachedHint', { when: () => <When at={data} /> })}
    </Alert>
  );
}
