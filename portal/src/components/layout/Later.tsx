'use client';
import { type ReactNode, Suspense, useEffect, useState } from 'react';

interface Props {
  children: ReactNode;
  fallback?: ReactNode;
}

const AT_MOST_MS = 1500;

/** Shows what needs code of its own once the page has painted and is idle, so that the first paint does not wait for it. */
export function Later({ children, fallback = null }: Props) {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const show = () => setIdle(true);
    if (typeof window.requestIdleCallback === 'undefined') {
      const timer = setTimeout(show);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(show, { timeout: AT_MOST_MS });
    return () => window.cancelIdleCallback(handle);
  }, []);
  return isIdle ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}
