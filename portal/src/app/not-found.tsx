'use client';
import { Suspense, lazy } from 'react';

// Every page carries this one with it, so its contents come when they are wanted.
const NotFoundPage = lazy(() => import('@/components/layout/NotFoundPage'));

export default function NotFound() {
  return (
    <Suspense>
      <NotFoundPage />
    </Suspense>
  );
}
