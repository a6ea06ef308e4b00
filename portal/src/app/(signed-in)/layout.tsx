'use client';
import type { ReactNode } from 'react';
import { RequireSession } from '@/features/session/components/RequireSession';
import { Shell } from '@/features/shell/components/Shell';

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return (
    <RequireSession>
      <Shell>{children}</Shell>
    </RequireSession>
  );
}
