import { Button, Skeleton, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Untrusted, When } from '@/components/text';
import { languageName } from '@/lib/languageName';
import { type HeardInCall, collectedDataKeys, previewNames } from '../api/collectedData';
import { type Names, TARGETS } from '../model/collectedData';
import classes from '../pages/settings.module.css';

const TYPING_MS = 300;

/** What the latest calls would have given with these names, saved or not. */
export function CollectedDataPreview({ names }: { names: Names }) {
  const t = useTranslations('collectedData');
  const [isOpen, setOpen] = useState(false);
  const [asked] = useDebouncedValue(names, TYPING_MS);
  const { data, error, isLoading, refetch } = useQuery({
    queryKey: collectedDataKeys.preview(asked),
    queryFn: ({ signal }) => previewNames(asked, signal),
    enabled: isOpen,
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby="preview-of-collected-data" className={classes.preview}>
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
      {data?.length === 0 && <Text size="sm">{t('noCalls')}</Text>}
      {data && data.length > 0 && (
        <ul className={classes.heard}>
          {data.map((call) => (
            <li key={call.callId}>
              <Text size="xs" c="dimmed">
                <When at={call.startedAt} />
              </Text>
              <Heard call={call} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Heard({ call }: { call: HeardInCall }) {
  const t = useTranslations('collectedData');
  const fields = useTranslations('fields');
  const locale = useLocale();
  const values = TARGETS.flatMap((target) => {
    const value = call[target];
    return value === undefined ? [] : [{ target, value: target === 'language' ? languageName(value, locale) : value }];
  });
  if (values.length === 0) return <Text size="sm">{t('nothing')}</Text>;
  return values.map(({ target, value }) => (
    <Text key={target} size="sm">
      {fields(target)}: <Untrusted text={value} />
    </Text>
  ));
}
