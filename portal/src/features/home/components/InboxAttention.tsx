import { Alert, Anchor, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { paths } from '@/lib/navigation';
import { attentionKey, getAttention } from '../api/dashboard';

const STATES = ['failed', 'unclaimed', 'unreadable'] as const;

/** What of the inbox needs somebody. For those who may see the inbox. */
export function InboxAttention() {
  const t = useTranslations('dashboard');
  const query = useQuery({ queryKey: attentionKey, queryFn: ({ signal }) => getAttention(signal) });
  if (query.isPending) return <Skeleton height={44} radius="md" />;
  if (query.error) return <ErrorState error={query.error} title={t('inboxNotRead')} retry={() => void query.refetch()} />;
  const { data } = query;
  const states = STATES.filter((state) => data[state] > 0);
  if (states.length === 0) {
    return (
      <Group gap="xs">
        <Icon name="check" size={16} />
        <Text size="sm" c="dimmed">
          {t('inboxClear')}
        </Text>
      </Group>
    );
  }
  return (
    <Alert color="yellow" variant="light" icon={<Icon name="warning" />} title={t(data.isMore ? 'inboxNeedsMore' : 'inboxNeeds')}>
      <Group gap="md">
        {states.map((state) => (
          <Anchor key={state} component={AppLink} href={paths.inboxIn(state)} size="sm">
            {t(state, { count: data[state] })}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
}
