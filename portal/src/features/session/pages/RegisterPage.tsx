'use client';
import { Anchor, Button, Fieldset, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import { useLocale, useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { isProblem, session } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { paths } from '@/lib/navigation';
import { offeredZone, regionOfPerson, regions, zones } from '@/lib/places';
import { zoneOfBrowser } from '@/lib/time';
import { ErrorState } from '@/components/feedback';
import { checkedBy, useFieldMessage, useFormProblem } from '@/components/forms';
import { AppLink } from '@/components/layout/AppLink';
import { BootSkeleton } from '@/components/layout/BootSkeleton';
import { register } from '../api/sessions';
import { OWNER, required } from '../model/owner';
import { NewPasswordInput } from '../components/NewPasswordInput';
import { SignedOutHeading } from '../components/SignedOutHeading';
import { SignedOutPage } from '../components/SignedOutPage';
import { useLeaveWhenSignedIn } from '../components/useLeaveWhenSignedIn';
import { useRegistration } from '../components/useRegistration';

const schema = z.object({ ...OWNER, tenantName: required(), email: required(), defaultRegion: required() });
const FIELDS = ['tenantName', 'name', 'email', 'password', 'timeZone', 'defaultRegion'] as const;

export function RegisterPage() {
  return (
    <AreaTexts area="registration" loading={<BootSkeleton />}>
      <Registration />
    </AreaTexts>
  );
}

function Registration() {
  const t = useTranslations('register');
  const signIn = useTranslations('signIn');
  const locale = useLocale();
  const message = useFieldMessage();
  const { next, isLeaving } = useLeaveWhenSignedIn();
  const isOpen = useRegistration();
  const form = useForm({
    resolver: checkedBy(schema),
    defaultValues: { tenantName: '', name: '', email: '', password: '', timeZone: offeredZone(zoneOfBrowser()), defaultRegion: regionOfPerson() },
  });
  const { errors, isSubmitting } = form.formState;
  const problem = useFormProblem(form, FIELDS);
  const countries = useMemo(() => regions(locale), [locale]);

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    try {
      session.signedIn(await register(values));
    } catch (error) {
      if (isProblem(error, 'email_taken')) {
        form.setError('email', { type: 'api', message: t('emailTaken') }, { shouldFocus: true });
      } else {
        problem.show(error);
      }
    }
  });

  if (isLeaving) return <BootSkeleton />;
  if (isOpen === false) {
    return (
      <SignedOutPage>
        <Stack gap="lg">
          <SignedOutHeading title={t('closed')}>{t('closedExplanation')}</SignedOutHeading>
          <Anchor component={AppLink} underline="always" size="sm" href={paths.login}>
            {signIn('submit')}
          </Anchor>
        </Stack>
      </SignedOutPage>
    );
  }
  return (
    <SignedOutPage wide>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="lg">
          <SignedOutHeading title={t('title')}>{t('subtitle')}</SignedOutHeading>
          {problem.problem !== null && <ErrorState error={problem.problem} title={t('failed')} />}
          <Fieldset variant="unstyled" legend={<Text fw={600} size="sm">{t('business')}</Text>}>
            <Stack gap="md" mt="xs">
              <TextInput {...form.register('tenantName')} label={t('tenantName')} autoComplete="organization" maxLength={120} error={message(errors.tenantName)} />
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <NativeSelect {...form.register('defaultRegion')} label={t('defaultRegion')} data={countries} autoComplete="country" error={message(errors.defaultRegion)} />
                <NativeSelect {...form.register('timeZone')} label={t('timeZone')} data={zones()} dir="ltr" error={message(errors.timeZone)} />
              </SimpleGrid>
            </Stack>
          </Fieldset>
          <Fieldset variant="unstyled" legend={<Text fw={600} size="sm">{t('you')}</Text>}>
            <Stack gap="md" mt="xs">
              <TextInput {...form.register('name')} label={t('name')} autoComplete="name" maxLength={120} error={message(errors.name)} />
              <TextInput {...form.register('email')} label={signIn('email')} type="email" inputMode="email" dir="ltr" autoComplete="username" error={message(errors.email)} />
              <NewPasswordInput {...form.register('password')} error={message(errors.password)} />
            </Stack>
          </Fieldset>
          <Button type="submit" fullWidth loading={isSubmitting}>
            {t('submit')}
          </Button>
          <Text size="sm" ta="center">
            {t('haveAccount')}{' '}
            <Anchor component={AppLink} underline="always" href={paths.login + (next ? `?next=${encodeURIComponent(next)}` : '')}>
              {signIn('submit')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </SignedOutPage>
  );
}
