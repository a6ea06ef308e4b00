'use client';
import { Alert, Anchor, Button, Drawer, Group, Select, Skeleton, Stack, TagsInput, Text, TextInput, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useLocale, useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { type ApiError, isProblem } from '@/lib/api';
import { AreaTexts } from '@/lib/i18n';
import { IdempotencyKeys } from '@/lib/idempotencyKeys';
import { leaveWith, paths, useUnsavedChanges } from '@/lib/navigation';
import { languages, zones } from '@/lib/places';
import { usePerson } from '@/lib/useSession';
import { ErrorState } from '@/components/feedback';
import { DraftNotice, checkedBy, useDraft, useFieldMessage, useFormProblem } from '@/components/forms';
import { AppLink } from '@/components/layout/AppLink';
import { type CallOfCustomer, getCall, linkCall } from '../api/callOfCustomer';
import { useCustomerMutation } from '../api/useCustomerMutation';
import { type NewCustomer as Filled, nameOf } from '../model/customer';
import { useUnusualText } from './useUnusualText';

const schema = z.object({
  phone: z.string().check(z.trim(), z.minLength(1, 'required')),
  phoneExtension: z.string().check(z.trim(), z.regex(/^[0-9]{0,10}$/, 'extension')),
  name: z.string().check(z.trim()),
  email: z.string().check(z.trim()),
  language: z.nullable(z.string()),
  timeZone: z.nullable(z.string()),
  tags: z.array(z.string()).check(z.maxLength(20, 'tags')),
  notes: z.string().check(z.trim()),
});
type Values = z.infer<typeof schema>;

const FIELDS = ['phone', 'phoneExtension', 'name', 'email', 'language', 'timeZone', 'tags', 'notes'] as const;
const EMPTY: Values = { phone: '', phoneExtension: '', name: '', email: '', language: null, timeZone: null, tags: [], notes: '' };

/** What is left empty is left out. */
function filledIn(values: Values): Filled {
  const filled = Object.entries(values).filter(([, value]) => value !== null && value.length > 0);
  return { ...Object.fromEntries(filled), phone: values.phone };
}

interface Props {
  close: () => void;
  callId: string | null;
}

/** A new customer; one who called, where a call is named whose number is not understood. */
export default function NewCustomerDrawer(props: Props) {
  return (
    <AreaTexts area="newCustomer" loading={null}>
      <NewCustomer {...props} />
    </AreaTexts>
  );
}

function NewCustomer({ close, callId }: Props) {
  const t = useTranslations('newCustomer');
  const call = useQuery({ queryKey: ['customers', 'new-of-call', callId], queryFn: ({ signal }) => getCall(callId ?? '', signal), enabled: callId !== null });
  const isKnown = callId === null || call.data !== undefined;
  return (
    <Drawer opened onClose={() => leaveWith(close)} position="right" size={460} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      {call.error && <ErrorState error={call.error} title={t('failed')} retry={() => void call.refetch()} />}
      {isKnown ? <CustomerForm close={close} call={callId === null ? undefined : call.data} /> : !call.error && <Skeleton height={300} />}
    </Drawer>
  );
}

function CustomerForm({ close, call }: { close: () => void; call: CallOfCustomer | undefined }) {
  const t = useTranslations('newCustomer');
  const hints = useTranslations('customer');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const message = useFieldMessage();
  const { tenant } = usePerson();
  const { create, fail } = useCustomerMutation();
  const unusualText = useUnusualText();
  const [empty] = useState<Values>(() => ({ ...EMPTY, phone: (call?.reportedFrom ?? call?.reportedTo ?? '').slice(0, 64) }));
  const form = useForm<Values>({ resolver: checkedBy(schema), defaultValues: empty });
  const { errors, isSubmitting, isDirty } = form.formState;
  const problem = useFormProblem(form, FIELDS);
  const draft = useDraft(form, call === undefined ? 'new-customer' : `new-customer.${call.id}`);
  useUnsavedChanges(isDirty);
  const spoken = useMemo(() => languages(locale), [locale]);
  const [keys] = useState(() => new IdempotencyKeys());

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    const customer = filledIn(values);
    try {
      const made = await create(customer, { otherPhones: [], ...customer }, keys.of(customer));
      draft.drop();
      form.reset(empty);
      if (call !== undefined) await linkCall(call, made.id).catch((error: unknown) => fail(t('notLinked'), error));
      notifications.show({
        color: 'teal',
        message: (
          <Group gap="xs">
            {t('created', { name: nameOf(made) })}
            <Anchor component={AppLink} href={paths.customer(made.id)} size="sm">
              {t('open')}
            </Anchor>
            {made.phoneCheck === 'unusual' && <Text size="sm">{unusualText(made.phone)}</Text>}
          </Group>
        ),
      });
      close();
    } catch (error) {
      problem.show(error);
    }
  });

  const discard = () => {
    draft.drop();
    form.reset(empty);
    problem.clear();
  };
  const taken = isProblem(problem.problem, 'phone_taken') ? problem.problem : null;

  return (
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {draft.restored && <DraftNotice text={t('draft')} action={t('discardDraft')} discard={discard} />}
          {call !== undefined && (
            <Alert color="gray" variant="light">
              {t('fromCall')}
            </Alert>
          )}
          {taken && <PhoneTaken error={taken} />}
          {problem.problem !== null && !taken && <ErrorState error={problem.problem} title={t('failed')} />}
          <Group align="flex-start" gap="sm" wrap="nowrap">
            <TextInput
              {...form.register('phone')}
              data-autofocus
              style={{ flex: 1 }}
              label={fields('phone')}
              description={t('phoneHint', { region: tenant.defaultRegion })}
              type="tel"
              dir="ltr"
              autoComplete="off"
              withAsterisk
              maxLength={64}
              error={message(errors.phone)}
            />
            <TextInput
              {...form.register('phoneExtension')}
              w={110}
              label={fields('phoneExtension')}
              description={t('optional')}
              inputMode="numeric"
              dir="ltr"
              autoComplete="off"
              maxLength={10}
              error={message(errors.phoneExtension)}
            />
          </Group>
          <TextInput {...form.register('name')} label={fields('name')} dir="auto" autoComplete="off" maxLength={120} error={message(errors.name)} />
          <TextInput
            {...form.register('email')}
            label={fields('email')}
            type="email"
            inputMode="email"
            dir="ltr"
            autoComplete="off"
            maxLength={254}
            error={message(errors.email)}
          />
          <Group grow align="flex-start" gap="sm">
            <Controller
              control={form.control}
              name="language"
              render={({ field }) => <Select {...field} label={fields('language')} data={spoken} searchable clearable error={message(errors.language)} />}
            />
            <Controller
              control={form.control}
              name="timeZone"
              render={({ field }) => (
                <Select {...field} label={fields('timeZone')} data={zones()} searchable clearable limit={60} error={message(errors.timeZone)} />
              )}
            />
          </Group>
          <Controller
            control={form.control}
            name="tags"
            render={({ field }) => (
              <TagsInput {...field} label={fields('tags')} description={hints('tagsHint')} maxTags={20} dir="auto" error={message(errors.tags)} />
            )}
          />
          <Textarea {...form.register('notes')} label={fields('notes')} dir="auto" autosize minRows={3} maxRows={10} maxLength={4000} error={message(errors.notes)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => leaveWith(close)}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSubmitting}>
              {t('submit')}
            </Button>
          </Group>
        </Stack>
      </form>
  );
}

/** Another customer has the number: most likely that is the one the person looks for. */
function PhoneTaken({ error }: { error: ApiError }) {
  const t = useTranslations('newCustomer');
  const { existingId } = error.problem;
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('phoneTaken')}>
      {existingId !== undefined && (
        <Anchor component={AppLink} href={paths.customer(existingId)} size="sm">
          {t('openExisting')}
        </Anchor>
      )}
    </Alert>
  );
}
