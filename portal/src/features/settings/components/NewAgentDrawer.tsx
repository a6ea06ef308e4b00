'use client';
import { Alert, Anchor, Button, Drawer, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import * as z from 'zod/mini';
import { ErrorState, useProblemText } from '@/components/feedback';
import { DraftNotice, checkedBy, useDraft, useFieldMessage, useFormProblem } from '@/components/forms';
import { AppLink } from '@/components/layout/AppLink';
import { isProblem } from '@/lib/api';
import { IdempotencyKeys } from '@/lib/idempotencyKeys';
import { leaveWith, paths, useUnsavedChanges } from '@/lib/navigation';
import { registerAgent, voiceKeys } from '../api/voice';
import { type AgentValues, EMPTY, FIELDS, newAgentOf } from '../model/newAgent';

const schema = z.object({
  agentId: z.string().check(z.trim(), z.minLength(1, 'required')),
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  phoneNumber: z.string().check(z.trim()),
  provider: z.string(),
  phoneNumberId: z.string().check(z.trim()),
});

interface Props {
  /** The id of an agent whose calls wait; empty where none was chosen. */
  agentId: string;
  close: () => void;
}

export default function NewAgentDrawer({ agentId, close }: Props) {
  const t = useTranslations('newAgent');
  const agents = useTranslations('agents');
  const message = useFieldMessage();
  const problemText = useProblemText();
  const client = useQueryClient();
  const empty = { ...EMPTY, agentId };
  const form = useForm<AgentValues>({ resolver: checkedBy(schema), defaultValues: empty });
  const { errors, isSubmitting, isDirty } = form.formState;
  const problem = useFormProblem(form, FIELDS);
  // What was typed for one agent is nothing for another.
  const draft = useDraft(form, agentId === '' ? 'new-agent' : `new-agent.${agentId}`);
  useUnsavedChanges(isDirty);
  const [keys] = useState(() => new IdempotencyKeys());

  const submit = form.handleSubmit(async (values) => {
    problem.clear();
    const agent = newAgentOf(values);
    try {
      await registerAgent(agent, keys.of(agent));
      draft.drop();
      form.reset(EMPTY);
      void client.invalidateQueries({ queryKey: voiceKeys.agents });
      void client.invalidateQueries({ queryKey: ['inbox'] });
      notifications.show({ color: 'teal', message: t('created', { name: agent.name }) });
      close();
    } catch (error) {
      if (isProblem(error, 'agent_registered', 'agent_taken')) {
        form.setError('agentId', { type: 'api', message: problemText(error) }, { shouldFocus: true });
      } else {
        problem.show(error);
      }
    }
  });

  const discard = () => {
    draft.drop();
    form.reset(empty);
    problem.clear();
  };
  const isUnconnected = isProblem(problem.problem, 'no_voice_connection');

  return (
    <Drawer opened onClose={() => leaveWith(close)} position="right" size={460} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {draft.restored && <DraftNotice text={t('draft')} action={t('discardDraft')} discard={discard} />}
          {isUnconnected && (
            <Alert color="yellow" variant="light" role="alert" title={t('noConnection')}>
              <Anchor component={AppLink} href={paths.voiceConnection} size="sm" c="inherit" underline="always">
                {t('toConnection')}
              </Anchor>
            </Alert>
          )}
          {problem.problem !== null && !isUnconnected && <ErrorState error={problem.problem} title={t('failed')} />}
          <TextInput
            {...form.register('agentId')}
            {...(agentId === '' ? { 'data-autofocus': true } : {})}
            label={t('agentId')}
            description={t('agentIdHint')}
            withAsterisk
            dir="ltr"
            maxLength={128}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            error={message(errors.agentId)}
          />
          <TextInput
            {...form.register('name')}
            {...(agentId === '' ? {} : { 'data-autofocus': true })}
            label={t('name')}
            description={t('nameHint')}
            withAsterisk
            dir="auto"
            maxLength={120}
            autoComplete="off"
            error={message(errors.name)}
          />
          <TextInput
            {...form.register('phoneNumber')}
            label={t('phoneNumber')}
            description={t('phoneNumberHint')}
            type="tel"
            dir="ltr"
            maxLength={64}
            autoComplete="off"
            error={message(errors.phoneNumber)}
          />
          <NativeSelect
            {...form.register('provider')}
            label={t('provider')}
            description={t('providerHint')}
            data={[
              { value: '', label: t('notSet') },
              { value: 'twilio', label: agents('providers.twilio') },
              { value: 'sip_trunk', label: agents('providers.sip_trunk') },
            ]}
            error={message(errors.provider)}
          />
          <TextInput
            {...form.register('phoneNumberId')}
            label={t('phoneNumberId')}
            description={t('phoneNumberIdHint')}
            dir="ltr"
            maxLength={128}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            error={message(errors.phoneNumberId)}
          />
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
    </Drawer>
  );
}
