'use client';
import { Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PageTitle } from '@/components/layout/PageTitle';
import { Tabs } from '@/components/layout/Tabs';
import { AreaTexts } from '@/lib/i18n';
import { paths } from '@/lib/navigation';
import { useMay } from '@/lib/useSession';

type Part = 'business' | 'voice' | 'agents' | 'audit';

interface Props {
  part: Part;
  /** What the part is for, in a sentence. */
  hint?: string;
  beside?: ReactNode;
  children: ReactNode;
}

/** Heading and parts of the settings. Below `WithSettingsTexts`. */
export function SettingsFrame({ part, hint, beside, children }: Props) {
  const t = useTranslations('settings');
  const mayConnect = useMay('connection.edit');
  const mayReadLog = useMay('audit.read');
  return (
    <Stack gap="md" maw={1080}>
      <PageTitle title={t(part)} beside={beside} />
      <div>
        <Tabs
          label={t('tabs')}
          tabs={[
            { href: paths.settings, title: t('business'), isCurrent: part === 'business' },
            ...(mayConnect ? [{ href: paths.voiceConnection, title: t('voice'), isCurrent: part === 'voice' }] : []),
            { href: paths.voiceAgents, title: t('agents'), isCurrent: part === 'agents' },
            ...(mayReadLog ? [{ href: paths.auditLog, title: t('audit'), isCurrent: part === 'audit' }] : []),
          ]}
        />
      </div>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}

export function WithSettingsTexts({ children }: { children: ReactNode }) {
  return (
    <AreaTexts area="administration" loading={<Skeleton height={420} radius="md" />}>
      {children}
    </AreaTexts>
  );
}
