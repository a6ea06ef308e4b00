'use client';
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { isProblem, session } from '@/lib/api';
import { ErrorState } from '@/components/feedback';
import { checkedBy, useFieldMessage } from '@/components/forms';
import { Unseen } from '@/components/text';
import { logIn } from '../api/sessions';
import { useCountdown } from './useCountdown';
import { useWaitText } from './useWaitText';

const schema = z.object({
  email: z.string().check(z.trim(), z.minLength(1, 'required')),
  password: z.string().check(z.minLength(1, 'required')),
});

interface Props {
  /** Signs the same person in again: the address is given and stays. */
  email?: string;
  signedIn: () => void;
}

export function SignInForm({ email, signedIn }: Props) {
  const t = useTranslations('signIn');
  const message = useFieldMessage();
  const form = useForm({ resolver: checkedBy(schema), defaultValues: { email: email ?? '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const [failure, setFailure] = useState<unknown>(null);
  const { secondsLeft, secondsInAll, start } = useCountdown();
  const wait = useWaitText();

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      session.signedIn(await logIn(values));
      signedIn();
    } catch (error) {
      setFailure(error);
      if (isProblem(error, 'too_many_requests')) start(error.retryAfter ?? 1);
      // The address stays as it was typed; the password is typed anew.
      form.resetField('password');
      form.setFocus('password');
    }
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {isProblem(failure, 'invalid_credentials') && (
          <Alert color="red" variant="light" role="alert">
            {t('wrong')}
          </Alert>
        )}
        {isProblem(failure, 'too_many_requests') && secondsLeft > 0 && (
          <Alert color="yellow" variant="light" role="alert">
            {t('tooMany')} <span aria-hidden="true">{wait.sentence(secondsLeft)}</span>
            {/* Told once: what counts down would be read out again and again. */}
            <Unseen>{wait.sentence(secondsInAll)}</Unseen>
          </Alert>
        )}
        {failure !== null && !isProblem(failure, 'invalid_credentials', 'too_many_requests') && <ErrorState error={failure} title={t('failed')} />}
        <TextInput
          {...form.register('email')}
          label={t('email')}
          type="email"
          autoComplete="username"
          inputMode="email"
          dir="ltr"
          readOnly={email !== undefined}
          error={message(errors.email)}
          data-autofocus={email === undefined ? '' : undefined}
        />
        <PasswordInput
          {...form.register('password')}
          label={t('password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          error={message(errors.password)}
          data-autofocus={email === undefined ? undefined : ''}
        />
        <Button type="submit" fullWidth loading={isSubmitting} disabled={secondsLeft > 0}>
          {secondsLeft > 0 ? wait.button(secondsLeft) : t('submit')}
        </Button>
      </Stack>
    </form>
  );
}
