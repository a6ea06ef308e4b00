import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { placeAfterSignIn } from '@/lib/navigation';
import { useSession } from '@/lib/useSession';

/** Goes on to where the person came from, as soon as somebody is signed in: here or in another tab. */
export function useLeaveWhenSignedIn(): { next: string | null; isLeaving: boolean } {
  const { status } = useSession();
  const router = useRouter();
  const next = useSearchParams().get('next');
  const isLeaving = status === 'signedIn';
  useEffect(() => {
    if (isLeaving) router.replace(placeAfterSignIn(next));
  }, [isLeaving, next, router]);
  return { next, isLeaving: isLeaving || status === 'starting' };
}
