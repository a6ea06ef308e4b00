'use client';
import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { useTranslations } from 'use-intl';

/** The password of somebody who becomes a user. */
export function NewPasswordInput(field: UseFormRegisterReturn & { error: ReactNode }) {
  const t = useTranslations('register');
  const signIn = useTranslations('signIn');
  return (
    <PasswordInput
      {...field}
      label={signIn('password')}
      description={t('passwordRule')}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': signIn('showPassword') }}
    />
  );
}
