'use client';
import { ActionIcon, Box, Menu, Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LANGUAGES, LANGUAGE_NAMES, useLanguage } from '@/lib/i18n';
import { Icon } from '@/components/icons/Icon';
import { Logo } from '@/components/icons/Logo';
import classes from './SignedOutPage.module.css';

/** The frame of the pages before signing in. */
export function SignedOutPage({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const t = useTranslations('shell');
  const { choose } = useLanguage();
  return (
    <Box className={classes.page}>
      <header className={classes.header}>
        <Logo />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('language')}>
              <Icon name="globe" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {LANGUAGES.map((each) => (
              <Menu.Item key={each} lang={each} onClick={() => choose(each)}>
                {LANGUAGE_NAMES[each]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </header>
      <main className={classes.main}>
        <Paper className={wide ? classes.wide : classes.card} withBorder shadow="sm" radius="lg">
          {children}
        </Paper>
      </main>
    </Box>
  );
}
