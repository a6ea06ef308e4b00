'use client';
import { Box, Paper, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGES, LANGUAGE_NAMES, useLanguage } from '@/lib/i18n';
import { Logo } from '@/components/icons/Logo';
import classes from './SignedOutPage.module.css';

/** The frame of the pages before signing in. */
export function SignedOutPage({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const { language, choose } = useLanguage();
  return (
    <Box className={classes.page}>
      <header className={classes.header}>
        <Logo />
        {LANGUAGES.filter((each) => each !== language).map((each) => (
          <UnstyledButton key={each} lang={each} className={classes.language} onClick={() => choose(each)}>
            {LANGUAGE_NAMES[each]}
          </UnstyledButton>
        ))}
      </header>
      <main className={classes.main}>
        <Paper className={wide ? classes.wide : classes.card} withBorder shadow="sm" radius="lg">
          {children}
        </Paper>
      </main>
    </Box>
  );
}
