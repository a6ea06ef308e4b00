'use client';
import { Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { questions, useChanges } from '@/lib/records';
import { useUnsavedChanges } from '@/lib/navigation';
import { Icon } from '@/components/icons/Icon';
import classes from './NotSavedBanner.module.css';

/** Changes that did not reach the server stay on the page, and are said to be there. */
export function NotSavedBanner() {
  const t = useTranslations('records');
  const changes = useChanges();
  const count = changes.filter(({ state }) => state === 'notSaved').length;
  // The tab holds them, so another page of the portal loses nothing: only the browser has to ask.
  useUnsavedChanges(changes.length > 0, 'tab');
  if (count === 0) return null;
  return (
    <div className={classes.banner} role="status">
      <Group gap="sm" wrap="nowrap">
        <Icon name="cloudOff" />
        <Text size="sm">{t('notSaved', { count })}</Text>
        <Button size="compact-sm" variant="white" color="dark" onClick={questions.retryAll}>
          {t('tryAgain')}
        </Button>
      </Group>
    </div>
  );
}
