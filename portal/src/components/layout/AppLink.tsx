'use client';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { leaveWith } from '@/lib/navigation';
import { useRouter } from 'next/navigation';

/** A link inside the portal. Asks before it leaves text that is not saved. */
export function AppLink({ href, onClick, ...rest }: Omit<ComponentProps<typeof Link>, 'href' | 'prefetch'> & { href: string }) {
  const router = useRouter();
  return (
    <Link
      {...rest}
      href={href}
      // A page is loaded when it is wanted: reading ahead would cost requests of everybody for pages of few.
      prefetch={false}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        leaveWith(() => router.push(href));
      }}
    />
  );
}
