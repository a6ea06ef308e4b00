'use client';
import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { paths } from '@/lib/navigation';
import { AppLink } from '@/components/layout/AppLink';
import { BootSkeleton } from '@/components/layout/BootSkeleton';
import { SignInForm } from '../components/SignInForm';
import { SignedOutHeading } from '../components/SignedOutHeading';
import { SignedOutPage } from '../components/SignedOutPage';
import { useLeaveWhenSignedIn } from '../components/useLeaveWhenSignedIn';
import { useRegistration } from '../components/useRegistration';

export function LoginPage() {
  const t = useTranslations('signIn');
  const { next, isLeaving } = useLeaveWhenSignedIn();
  const isOpen = useRegistration();
  if (isLeaving) return <BootSkeleton />;
  return (
    <SignedOutPage>
      <Stack gap="lg">
        <SignedOutHeading title={t('title')}>{t('subtitle')}</SignedOutHeading>
        <SignInForm signedIn={() => undefined} />
        {isOpen && (
          <Text size="sm" ta="center">
            {t('noAccount')}{' '}
            <Anchor component={AppLink} underline="always" href={paths.register + (next ? `?next=${encodeURIComponent(next)}` : '')}>
              {t('register')}
            </Anchor>
          </Text>
        )}
      </Stack>
    </SignedOutPage>
  );
}
