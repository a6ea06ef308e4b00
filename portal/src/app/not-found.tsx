'use client';
import { Suspense } from 'react';
import { lazily } from '@/components/layout/lazily';

// Every page carries this one with it, so its contents come when they are wanted.
const NotFoundPage = lazily(() => import('@/components/layout/NotFoundPage'));

export default function NotFound() {
  return (
    <Suspense>
      <NotFoundPage />
    </Suspense>
  );
}
