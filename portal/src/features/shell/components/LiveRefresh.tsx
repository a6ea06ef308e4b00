'use client';
import { useLiveRefresh } from '@/lib/live';

/** Shows nothing: keeps what is shown up to date. */
export default function LiveRefresh() {
  useLiveRefresh();
  return null;
}
