import type { IconName } from '@/components/icons/Icon';
import { paths } from '@/lib/navigation';

export interface Place {
  key: 'home' | 'customers' | 'calls';
  path: string;
  icon: IconName;
  /** Pressed after `g`. */
  letter: string;
}

/** The places of the sidebar, in order. A page that is new here is in the menu and in the command palette. */
export const PLACES: readonly Place[] = [
  { key: 'home', path: paths.home, icon: 'home', letter: 'h' },
  { key: 'customers', path: paths.customers, icon: 'people', letter: 'c' },
  { key: 'calls', path: paths.calls, icon: 'phone', letter: 'p' },
];

export function isInside(place: Place, pathname: string): boolean {
  return place.path === paths.home ? pathname === paths.home : pathname.startsWith(place.path);
}
