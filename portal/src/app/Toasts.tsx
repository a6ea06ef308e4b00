'use client';
import { MantineThemeProvider, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import '@mantine/notifications/styles.css';

export default function Toasts() {
  const t = useTranslations('common');
  // The button that closes a message has no name of its own.
  const theme = useMemo(() => ({ components: { Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': t('close') } } }) } }), [t]);
  return (
    <MantineThemeProvider theme={theme}>
      <Notifications position="bottom-center" limit={4} />
    </MantineThemeProvider>
  );
}
