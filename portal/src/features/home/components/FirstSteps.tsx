import { Anchor, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import { paths } from '@/lib/navigation';
import { useMay } from '@/lib/useSession';

/** What to do in a business in which nothing has happened yet. */
export function FirstSteps() {
  const t = useTranslations('dashboard');
  const mayConnect = useMay('connection.edit');
  return (
    <EmptyState icon="phone" title={t('noCalls')}>
      <Text size="sm" c="dimmed" ta="center" maw={460}>
        {t(mayConnect ? 'firstSteps' : 'noCallsHint')}
      </Text>
      {mayConnect && (
        <Anchor component={AppLink} href={paths.voiceConnection} size="sm">
          {t('connect')}
        </Anchor>
      )}
    </EmptyState>
  );
}
