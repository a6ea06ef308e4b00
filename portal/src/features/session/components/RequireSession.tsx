'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, Suspense, useEffect } from 'react';
import { session } from '@/lib/api';
import { paths } from '@/lib/navigation';
import { useSession } from '@/lib/useSession';
import { BootSkeleton } from '@/components/layout/BootSkeleton';
import { lazily } from '@/components/layout/lazily';
import { ErrorState } from '@/components/feedback';
import { Container } from '@mantine/core';

const SignInAgain = lazily(() => import('./SignInAgain'));

/** Shows pages to those who are signed in, and asks all others to sign in first. */
export function RequireSession({ children }: { children: ReactNode }) {
  const state = useSession();
  const router = useRouter();
  const mustSignIn = state.status === 'signedOut';
  useEffect(() => {
    if (!mustSignIn) return;
    const here = window.location.pathname + window.location.search;
    router.replace(here === paths.home ? paths.login : `${paths.login}?next=${encodeURIComponent(here)}`);
  }, [mustSignIn, router]);

  switch (state.status) {
    case 'starting':
    case 'signedOut':
      return <BootSkeleton />;
    case 'unreachable':
      return (
        <Container size="xs" py={80} component="main">
          <ErrorState error={state.error} retry={() => void session.start()} />
        </Container>
      );
    case 'signedIn':
    case 'expired':
      return (
        <>
          {children}
          {state.status === 'expired' && (
            <Suspense>
              <SignInAgain person={state.person} />
            </Suspense>
          )}
        </>
      );
  }
}
