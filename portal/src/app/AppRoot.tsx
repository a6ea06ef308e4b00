'use client';
import { DirectionProvider, MantineProvider, localStorageColorSchemeManager, useDirection } from '@mantine/core';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { session } from '@/lib/api';
import { LanguageProvider, directionOf, initialLanguage, languageOf, loadMessages, useLanguage } from '@/lib/i18n';
import { useSession } from '@/lib/useSession';
import { BootSkeleton } from '@/components/layout/BootSkeleton';
import { InsecureContext } from '@/components/feedback/InsecureContext';
import { theme, variables } from './theme';

const colorScheme = localStorageColorSchemeManager({ key: 'navaia.color-scheme' });
const never = () => () => undefined;

// Every page waits for these: they are on their way while React still reads it.
if (typeof window !== 'undefined' && window.isSecureContext) {
  void session.start();
  void loadMessages(initialLanguage());
}

/** What is exported has no text, because the reader's language is not known before a script runs. */
export function AppRoot({ children }: { children: ReactNode }) {
  const isAlive = useSyncExternalStore(never, () => true, () => false);
  if (!isAlive) return <BootSkeleton />;
  return (
    <LanguageProvider loading={<BootSkeleton />}>
      <Dressed>{children}</Dressed>
    </LanguageProvider>
  );
}

function Dressed({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const direction = directionOf(language);
  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <Turn to={direction} />
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
        {window.isSecureContext ? <Started>{children}</Started> : <InsecureContext />}
      </MantineProvider>
    </DirectionProvider>
  );
}

/** Turns what is open already when the language is changed. */
function Turn({ to }: { to: 'ltr' | 'rtl' }) {
  const { dir, setDirection } = useDirection();
  useEffect(() => {
    if (dir !== to) setDirection(to);
  }, [dir, to, setDirection]);
  return null;
}

function Started({ children }: { children: ReactNode }) {
  useLanguageOfPerson();
  return children;
}

/** Whoever is signed in has the language of their own choice on every device. */
function useLanguageOfPerson(): void {
  const state = useSession();
  const { follow } = useLanguage();
  const isKnown = state.status !== 'starting' && state.status !== 'unreachable';
  const own = 'person' in state ? languageOf(state.person.user.language) : null;
  useEffect(() => {
    if (isKnown) follow(own);
  }, [isKnown, own, follow]);
}
