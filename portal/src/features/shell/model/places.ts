import type { IconName } from '@/components/icons/Icon';
import { paths } from '@/lib/navigation';
import { type Action, may } from '@/lib/roles';
import { isOnThisMachine } from '@/lib/thisMachine';

export interface Place {
  key: 'home' | 'customers' | 'calls' | 'inbox' | 'settings' | 'simulator';
  path: string;
  icon: IconName;
  /** Pressed after `g`. */
  letter: string;
  /** Left out where the person may not do this. */
  needs?: Action;
  /** Left out but for a stack on this machine. */
  isForDevelopers?: true;
}

/** The places of the sidebar, in order. A page that is new here is in the menu and in the command palette. */
export const PLACES: readonly Place[] = [
  { key: 'home', path: paths.home, icon: 'home', letter: 'h' },
  { key: 'customers', path: paths.customers, icon: 'people', letter: 'c' },
  { key: 'calls', path: paths.calls, icon: 'phone', letter: 'p' },
  { key: 'inbox', path: paths.inbox, icon: 'inbox', letter: 'i', needs: 'inbox.replay' },
  { key: 'settings', path: paths.settings, icon: 'settings', letter: 's' },
  { key: 'simulator', path: paths.simulator, icon: 'tool', letter: 'm', needs: 'settings.edit', isForDevelopers: true },
];

export function placesOf(role: string): readonly Place[] {
  return PLACES.filter(({ needs, isForDevelopers }) => (needs === undefined || may(role, needs)) && (!isForDevelopers || isOnThisMachine()));
}

export function isInside(place: Place, pathname: string): boolean {
  return place.path === paths.home ? pathname === paths.home : pathname.startsWith(place.path);
}
