'use client';
import { Button, Paper, PasswordInput, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { isProblem } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { useUnsavedChanges } from '@/lib/navigation';
import { usePerson } from '@/lib/useSession';
import { ErrorState } from '@/components/feedback';
import { checkedBy, useFieldMessage, useFormProblem } from '@/components/forms';
import { PageTitle } from '@/components/layout/PageTitle';
import { changePassword } from '../api/sessions';
import { useCountdown } from '../components/useCountdown';
import { useWaitText } from '../components/useWaitText';

const schema = z.object({
  currentPassword: z.string().check(z.minLength(1, 'required')),
  newPassword: z.string().check(z.minLength(10, 'newPassword')),
});
const FIELDS = ['currentPassword', 'newPassword'] as const;

export function PasswordPage() {
  return (
    <AreaTexts area="account" loading={<Skeleton height={320} maw={480} radius="md" />}>
      <Password />
    </AreaTexts>
  );
}

function Password() {
  const t = useTranslations('password');
  const signIn = useTranslations('signIn');
  const message = useFieldMessage();
  const { user } = usePerson();
  const form = useForm({ resolver: checkedBy(schema), defaultValues: { currentPassword: '', newPassword: '' } });
  const { errors, isSubmitting, isDirty } = form.formState;
  const problem = useFormProblem(form, FIELDS);
  const { secondsLeft, start } = useCountdown();
  const wait = useWaitText();
  useUnsavedChanges(isDirty && !isSubmitting, 'alone');

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    try {
      await changePassword(values);
      form.reset();
      notifications.show({ message: t('changed'), color: 'teal' });
    } catch (error) {
      if (isProblem(error, 'too_many_requests')) start(error.retryAfter ?? 1);
      if (isProblem(error, 'wrong_password')) {
        form.setError('currentPassword', { type: 'api', message: t('wrong') }, { shouldFocus: true });
      } else {
        problem.show(error);
      }
    }
  });

  const toggle = { 'aria-label': signIn('showPassword') };
  return (
    <Stack gap="md" maw={480}>
      <PageTitle title={t('title')} />
      <Text size="sm" c="dimmed">
        {t('explanation')}
      </Text>
      <Paper withBorder p="lg" component="form" noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {problem.problem !== null && <ErrorState error={problem.problem} title={t('failed')} />}
          {/* Password managers look for the name that the password belongs to. */}
          <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
          <PasswordInput
            {...form.register('currentPassword')}
            label={t('current')}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
            error={message(errors.currentPassword)}
          />
          <PasswordInput
            {...form.register('newPassword')}
            label={t('new')}
            description={t('rule')}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            error={message(errors.newPassword)}
          />
          <Button type="submit" loading={isSubmitting} disabled={secondsLeft > 0} style={{ alignSelf: 'flex-start' }}>
            {secondsLeft > 0 ? wait.button(secondsLeft) : t('submit')}
          </Button>
        </Stack>
      </Paper>
    </Stack>
  );
}
