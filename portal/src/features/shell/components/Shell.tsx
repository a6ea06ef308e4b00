'use client';
import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePathname } from 'next/navigation';
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { PageBoundary } from '@/components/feedback';
import { Logo } from '@/components/icons/Logo';
import { Later } from '@/components/layout/Later';
import { lazily, whenOnline } from '@/components/layout/lazily';
import { NotSavedBanner } from '@/components/records';
import { askEarly } from '@/lib/live';
import { onPaletteRequest, paletteRequests } from '../model/palette';
import { ConnectionBanner } from './ConnectionBanner';
import { Sidebar } from './Sidebar';
import { useKeys } from './useKeys';
import classes from './Shell.module.css';

const loadPalette = () => import('./CommandPalette');
const CommandPalette = lazily(loadPalette);
const ConflictDialog = lazily(() => import('@/components/records/ConflictDialog'));
const KeyboardHelp = lazily(() => import('./KeyboardHelp'));
const LeaveDialog = lazily(() => import('./LeaveDialog'));
const LiveRefresh = lazily(() => import('./LiveRefresh'));

function Loaded({ by: load }: { by: () => Promise<unknown> }) {
  useEffect(() => {
    // Whoever opens it meets the failure, and is told.
    whenOnline(load).catch(() => undefined);
  }, [load]);
  return null;
}

/** What is around every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const [menuOpen, menu] = useDisclosure(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const request = useSyncExternalStore(onPaletteRequest, paletteRequests, () => 0);
  useKeys({ help: () => setHelpOpen(true) });
  const { close: closeMenu } = menu;
  useEffect(() => closeMenu(), [pathname, closeMenu]);
  useEffect(askEarly, []);

  return (
    <>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      {/* Dialogs have the only header of the page while they are open, so this is none. */}
      <section className={classes.header} aria-label="Navaia">
        <Logo />
        <Burger opened={menuOpen} onClick={menu.toggle} size="sm" aria-label={t(menuOpen ? 'closeMenu' : 'openMenu')} aria-expanded={menuOpen} />
      </section>
      <nav className={classes.sidebar} data-open={menuOpen ? '' : undefined} aria-label={t('navigation')}>
        <Sidebar help={() => setHelpOpen(true)} closeMenu={closeMenu} />
      </nav>
      <main id="content" tabIndex={-1} className={classes.content}>
        <ConnectionBanner />
        <NotSavedBanner />
        <PageBoundary page={pathname}>{children}</PageBoundary>
      </main>
      <Suspense>{request > 0 && <CommandPalette request={request} />}</Suspense>
      <Suspense>{helpOpen && <KeyboardHelp opened close={() => setHelpOpen(false)} />}</Suspense>
      <Later>
        {/* What is typed right after its keys must not get lost while it loads. */}
        <Loaded by={loadPalette} />
        <LiveRefresh />
        <LeaveDialog />
        <ConflictDialog />
      </Later>
    </>
  );
}
