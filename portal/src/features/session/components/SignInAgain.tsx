'use client';
import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Person, session } from '@/lib/api';
import { SignInForm } from './SignInForm';

/**
 * The session ended while a page was open. The page stays below with all that was typed, and what was being sent is
 * sent again after signing in.
 */
export default function SignInAgain({ person }: { person: Person }) {
  const t = useTranslations('signIn');
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={t('again')} size="sm" zIndex={1000}>
      <Stack gap="md">
        <Text size="sm">{t('againExplanation')}</Text>
        <SignInForm email={person.user.email} signedIn={() => undefined} />
        <Anchor component="button" type="button" size="sm" ta="center" onClick={() => void session.signOut()}>
          {t('asSomeoneElse')}
        </Anchor>
      </Stack>
    </Modal>
  );
}
