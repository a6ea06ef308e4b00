'use client';
import type { ReactNode } from 'react';
import { RequireSession } from '@/features/session/components/RequireSession';
import { Shell } from '@/features/shell/components/Shell';
import { PersonalData } from '../PersonalData';

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return (
    <PersonalData>
      <RequireSession>
        <Shell>{children}</Shell>
      </RequireSession>
    </PersonalData>
  );
}
