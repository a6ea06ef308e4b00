'use client';
import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ApiError } from '@/lib/api';
import { Icon } from '@/components/icons/Icon';
import { useProblemText } from './useProblemText';

interface Props {
  error: unknown;
  retry?: (() => void) | undefined;
  /** What could not be done, where the page does not say it already. */
  title?: string;
}

/** Something failed: what, what one can do, and the request's id for those who look into it. */
export function ErrorState({ error, retry, title }: Props) {
  const t = useTranslations('errors');
  const problemText = useProblemText();
  const requestId = error instanceof ApiError ? error.problem.requestId : '';
  return (
    <Alert color="red" variant="light" icon={<Icon name="warning" />} title={title ?? t('title')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problemText(error)}</Text>
        {requestId !== '' && (
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {t('requestId')}
            </Text>
            <Code dir="ltr">{requestId}</Code>
            <CopyButton value={requestId}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="subtle" color="gray" leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={copy}>
                  {copied ? t('copied') : t('copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
