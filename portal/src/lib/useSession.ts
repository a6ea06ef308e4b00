import { useSyncExternalStore } from 'react';
import { type Person, type SessionState, session } from '@/lib/api';
import { type Action, may } from './roles';

const starting: SessionState = { status: 'starting' };

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state, () => starting);
}

/** Who is signed in. Only below a page that asks to sign in first. */
export function usePerson(): Person {
  const state = useSession();
  if (!('person' in state)) throw new Error('Nobody is signed in here.');
  return state.person;
}

export function useMay(action: Action): boolean {
  return may(usePerson().user.role, action);
}
