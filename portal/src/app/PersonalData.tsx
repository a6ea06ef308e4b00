'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { sweepDrafts } from '@/lib/drafts';
import { queryClient } from '@/lib/query';
import { recordStore } from '@/lib/records';
import { useSession } from '@/lib/useSession';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';

const Toasts = lazily(() => import('./Toasts'));

/** Holds what was read for the person who is signed in, and forgets it when that person signs out. */
export function PersonalData({ children }: { children: ReactNode }) {
  const { status } = useSession();
  useEffect(() => sweepDrafts(), []);
  useEffect(() => {
    if (status !== 'signedOut') return;
    queryClient.clear();
    recordStore.clear();
  }, [status]);
  return (
    <QueryClientProvider client={queryClient}>
      {children}
      <Later>
        <Toasts />
      </Later>
    </QueryClientProvider>
  );
}
