'use client';
import { Anchor, Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { isProblem, session } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { paths } from '@/lib/navigation';
import { offeredZone, zones } from '@/lib/places';
import { zoneOfBrowser } from '@/lib/time';
import { ErrorState } from '@/components/feedback';
import { checkedBy, useFieldMessage, useFormProblem } from '@/components/forms';
import { AppLink } from '@/components/layout/AppLink';
import { BootSkeleton } from '@/components/layout/BootSkeleton';
import { acceptInvitation } from '../api/sessions';
import { OWNER } from '../model/owner';
import { NewPasswordInput } from '../components/NewPasswordInput';
import { SignedOutHeading } from '../components/SignedOutHeading';
import { SignedOutPage } from '../components/SignedOutPage';
import { useInvitationToken } from '../components/useInvitationToken';
import { useLeaveWhenSignedIn } from '../components/useLeaveWhenSignedIn';

const schema = z.object(OWNER);
const FIELDS = ['name', 'password', 'timeZone'] as const;

/** Where the link of an invitation leads. Its token is good once, for whoever has it. */
export function InvitationPage() {
  const token = useInvitationToken();
  const { isLeaving } = useLeaveWhenSignedIn();
  const [hasEnded, setHasEnded] = useState(false);
  if (isLeaving) return <BootSkeleton />;
  return (
    <AreaTexts area="registration" loading={<BootSkeleton />}>
      {token === null || hasEnded ? <NoInvitation /> : <Acceptance token={token} ended={() => setHasEnded(true)} />}
    </AreaTexts>
  );
}

function NoInvitation() {
  const t = useTranslations('invitation');
  const signIn = useTranslations('signIn');
  return (
    <SignedOutPage>
      <Stack gap="lg">
        <div role="alert">
          <SignedOutHeading title={t('ended')}>{t('endedExplanation')}</SignedOutHeading>
        </div>
        <Anchor component={AppLink} underline="always" size="sm" href={paths.login}>
          {signIn('submit')}
        </Anchor>
      </Stack>
    </SignedOutPage>
  );
}

function Acceptance({ token, ended }: { token: string; ended: () => void }) {
  const t = useTranslations('invitation');
  const register = useTranslations('register');
  const message = useFieldMessage();
  const form = useForm({ resolver: checkedBy(schema), defaultValues: { name: '', password: '', timeZone: offeredZone(zoneOfBrowser()) } });
  const { errors, isSubmitting } = form.formState;
  const problem = useFormProblem(form, FIELDS);

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    try {
      session.signedIn(await acceptInvitation({ token, ...values }));
    } catch (error) {
      if (isProblem(error, 'invitation_ended')) ended();
      else problem.show(error);
    }
  });

  return (
    <SignedOutPage>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="lg">
          <SignedOutHeading title={t('title')}>{t('subtitle')}</SignedOutHeading>
          {problem.problem !== null && <ErrorState error={problem.problem} title={register('failed')} />}
          <Stack gap="md">
            <TextInput {...form.register('name')} label={register('name')} autoComplete="name" maxLength={120} error={message(errors.name)} />
            <NewPasswordInput {...form.register('password')} error={message(errors.password)} />
            <NativeSelect {...form.register('timeZone')} label={register('timeZone')} data={zones()} dir="ltr" error={message(errors.timeZone)} />
          </Stack>
          <Button type="submit" fullWidth loading={isSubmitting}>
            {register('submit')}
          </Button>
        </Stack>
      </form>
    </SignedOutPage>
  );
}
