'use client';
import { Button, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Untrusted, When } from '@/components/text';
import { ApiError, isProblem } from '@/lib/api';
import { type CustomerMapping, type Mapping, collectedDataKeys, getMapping, latestCalls, putMapping } from '../api/collectedData';
import { namesOf, valueOf } from '../model/collectedData';
import classes from '../pages/settings.module.css';

const TARGETS = ['name', 'email', 'language'] as const;
type Lines = Record<(typeof TARGETS)[number], string>;

/** Which of what voice agents find out fills a customer's empty fields. */
export function CollectedDataCard({ readOnly }: { readOnly: boolean }) {
  const t = useTranslations('collectedData');
  const query = useQuery({ queryKey: collectedDataKeys.mapping, queryFn: ({ signal }) => getMapping(signal) });
  return (
    <Paper withBorder component="section" aria-labelledby="collected-data" className={classes.fields} maw={620} p="md">
      <Stack gap="sm">
        <Title order={2} size="h5" id="collected-data">
          {t('title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
        {query.error && <ErrorState error={query.error} title={t('notRead')} retry={() => void query.refetch()} />}
        {query.data ? <MappingForm key={query.data.version} mapping={query.data} readOnly={readOnly} /> : !query.error && <Skeleton height={200} />}
      </Stack>
    </Paper>
  );
}

function MappingForm({ mapping, readOnly }: { mapping: Mapping; readOnly: boolean }) {
  const t = useTranslations('collectedData');
  const queries = useQueryClient();
  const { customer } = mapping;
  const line = (names: readonly string[]) => names.join(', ');
  const [lines, setLines] = useState<Lines>({ name: line(customer.name), email: line(customer.email), language: line(customer.language) });
  const [failure, setFailure] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const typed: CustomerMapping = { name: namesOf(lines.name), email: namesOf(lines.email), language: namesOf(lines.language) };
  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setSaving(true);
    setFailure(null);
    try {
      queries.setQueryData(collectedDataKeys.mapping, await putMapping(typed, mapping.version));
    } catch (refused) {
      setFailure(refused);
      // Somebody else has saved settings: the next attempt is made from theirs.
      if (isProblem(refused, 'stale_version')) await queries.invalidateQueries({ queryKey: collectedDataKeys.mapping });
    } finally {
      setSaving(false);
    }
  }
  const wrong = (target: string) => (failure instanceof ApiError && failure.problem.errors?.some(({ pointer }) => pointer.startsWith(`/customer/${target}`))) ?? false;
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="sm">
        {TARGETS.map((target) => (
          <TextInput
            key={target}
            label={t(target)}
            value={lines[target]}
            readOnly={readOnly}
            dir="ltr"
            autoComplete="off"
            error={wrong(target)}
            onChange={(event) => {
              setLines({ ...lines, [target]: event.currentTarget.value });
            }}
          />
        ))}
        {failure !== null && <ErrorState error={failure} title={t('notSaved')} />}
        {!readOnly && (
          <Button type="submit" loading={isSaving} style={{ alignSelf: 'flex-start' }}>
            {t('save')}
          </Button>
        )}
        <Preview mapping={typed} />
      </Stack>
    </form>
  );
}

/** What the latest calls would give with what is typed. */
function Preview({ mapping }: { mapping: CustomerMapping }) {
  const t = useTranslations('collectedData');
  const [isOpen, setOpen] = useState(false);
  const { data: calls, error, isLoading, refetch } = useQuery({ queryKey: collectedDataKeys.latest, queryFn: ({ signal }) => latestCalls(signal), enabled: isOpen });
  return (
    <section aria-labelledby="preview-of-collected-data">
      <Title order={3} size="h6" id="preview-of-collected-data">
        {t('preview')}
      </Title>
      {!isOpen && (
        <Button variant="default" size="xs" mt={6} onClick={() => setOpen(true)}>
          {t('showPreview')}
        </Button>
      )}
      {isLoading && <Skeleton height={80} mt={6} />}
      {error && <ErrorState error={error} title={t('previewNotRead')} retry={() => void refetch()} />}
      {calls?.length === 0 && <Text size="sm">{t('noCalls')}</Text>}
      {calls?.map((call) => {
        const values = TARGETS.map((target) => ({ target, value: valueOf(mapping[target], call.collected) })).filter(({ value }) => value !== undefined);
        return (
          <Text key={call.id} size="sm">
            <When at={call.startedAt} />{' '}
            {values.length === 0
              ? t('nothing')
              : values.map(({ target, value = '' }) => (
                  <span key={target}>
                    {t(target)}: <Untrusted text={value} isLine />{' '}
                  </span>
                ))}
          </Text>
        );
      })}
    </section>
  );
}
