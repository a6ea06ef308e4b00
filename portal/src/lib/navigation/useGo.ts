import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { leaveWith } from './unsaved';

/** Goes to another page, after asking where something is not saved. */
export function useGo(): (path: string) => void {
  const router = useRouter();
  return useCallback((path: string) => leaveWith(() => router.push(path)), [router]);
}
