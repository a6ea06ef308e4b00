'use client';
import { Button, Checkbox, Drawer, Group, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { ErrorState } from '@/components/feedback';
import { checkedBy, useFieldMessage, useFormProblem } from '@/components/forms';
import { leaveWith, useUnsavedChanges } from '@/lib/navigation';
import { putCredentials, voiceKeys } from '../api/voice';
import { type CredentialValues, FIELDS, credentialsOf, valuesOf } from '../model/credentials';
import type { Connection } from '../model/settings';

const schema = z.object({
  apiKey: z.string().check(z.trim(), z.minLength(1, 'required')),
  webhookSecret: z.string().check(z.trim()),
  revokePreviousSecret: z.boolean(),
  name: z.string().check(z.trim()),
  numbersWithoutPlus: z.enum(['', 'national', 'international']),
  baseUrl: z.string().check(z.trim()),
});

interface Props {
  /** Null where the credentials are the first ones. */
  connection: Connection | null;
  focus: 'key' | 'secret';
  close: () => void;
}

/**
 * Credentials are written and never read: the fields are empty each time, nothing typed here becomes a draft in the
 * browser, and what is saved is forgotten at once.
 */
export default function CredentialsDrawer({ connection, focus, close }: Props) {
  const t = useTranslations('credentials');
  const voice = useTranslations('voice');
  const message = useFieldMessage();
  const client = useQueryClient();
  const form = useForm<CredentialValues>({
    resolver: checkedBy(schema),
    defaultValues: valuesOf(connection),
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const problem = useFormProblem(form, FIELDS);
  useUnsavedChanges(isDirty, 'alone');

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    try {
      const saved = await putCredentials(credentialsOf(values, connection));
      client.setQueryData(voiceKeys.connection, saved);
      const isRotated = connection?.hasWebhookSecret === true && values.webhookSecret !== '' && !values.revokePreviousSecret;
      form.reset(valuesOf(saved));
      notifications.show({ color: 'teal', message: t(connection === null ? 'connected' : isRotated ? 'rotated' : 'saved') });
      close();
    } catch (error) {
      problem.show(error);
    }
  });

  const toggle = { 'aria-label': t('show') };
  return (
    <Drawer
      opened
      onClose={() => leaveWith(close)}
      position="right"
      size={460}
      title={t(connection === null ? 'connectTitle' : 'changeTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        <Stack gap="md">
          {problem.problem !== null && <ErrorState error={problem.problem} title={t('failed')} />}
          <PasswordInput
            {...form.register('apiKey')}
            {...(focus === 'key' ? { 'data-autofocus': true } : {})}
            label={voice('apiKey')}
            description={t(connection === null ? 'apiKeyHint' : 'apiKeyAgainHint')}
            withAsterisk
            dir="ltr"
            maxLength={512}
            // Password managers must not keep it as the password of this portal, nor fill that in.
            autoComplete="new-password"
            data-1p-ignore
            visibilityToggleButtonProps={toggle}
            error={message(errors.apiKey)}
            aria-invalid={errors.apiKey !== undefined}
          />
          <PasswordInput
            {...form.register('webhookSecret')}
            {...(focus === 'secret' ? { 'data-autofocus': true } : {})}
            label={voice('webhookSecret')}
            description={t(connection?.hasWebhookSecret === true ? 'secretKeptHint' : 'secretFirstHint')}
            dir="ltr"
            maxLength={512}
            autoComplete="new-password"
            data-1p-ignore
            visibilityToggleButtonProps={toggle}
            error={message(errors.webhookSecret)}
            aria-invalid={errors.webhookSecret !== undefined}
          />
          {connection?.hasWebhookSecret === true && <Checkbox {...form.register('revokePreviousSecret')} label={t('revoke')} description={t('revokeHint')} />}
          <TextInput {...form.register('name')} label={voice('name')} description={t('nameHint')} dir="auto" maxLength={120} autoComplete="off" error={message(errors.name)} />
          <NativeSelect
            {...form.register('numbersWithoutPlus')}
            label={voice('numbersWithoutPlus')}
            description={t('numbersWithoutPlusHint')}
            // Once it was said, it can be said otherwise, and not taken back.
            data={(connection?.numbersWithoutPlus === undefined ? (['', 'national', 'international'] as const) : (['national', 'international'] as const)).map((value) => ({ value, label: voice(`numbers.${value === '' ? 'unsaid' : value}`) }))}
            error={message(errors.numbersWithoutPlus)}
          />
          <TextInput
            {...form.register('baseUrl')}
            label={voice('baseUrl')}
            description={t(connection === null ? 'baseUrlHint' : 'baseUrlKeptHint')}
            type="url"
            inputMode="url"
            dir="ltr"
            maxLength={200}
            autoComplete="off"
            error={message(errors.baseUrl)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => leaveWith(close)}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSubmitting}>
              {t(connection === null ? 'submitFirst' : 'submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
