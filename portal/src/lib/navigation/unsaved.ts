import { useEffect, useId } from 'react';

/** The forms that hold text which is not saved, and whether a draft of it is kept. */
const unsaved = new Map<string, boolean>();

export function hasUnsavedChanges(): boolean {
  return unsaved.size > 0;
}

/** Whether leaving loses text of which no draft is kept, such as a password. */
export function wouldLoseText(): boolean {
  return [...unsaved.values()].includes(false);
}

/**
 * Leaving asks first while `dirty`. Inside the portal `AppLink` and `useGo` ask, outside of it the browser does. What is
 * held by the `tab` and not by the page is lost only with the tab; what the page holds `alone` has no draft.
 */
export function useUnsavedChanges(dirty: boolean, heldBy: 'page' | 'alone' | 'tab' = 'page'): void {
  const id = useId();
  useEffect(() => {
    if (!dirty) return;
    if (heldBy !== 'tab') unsaved.set(id, heldBy === 'page');
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      unsaved.delete(id);
      window.removeEventListener('beforeunload', ask);
    };
  }, [dirty, heldBy, id]);
}

type Asker = (leave: () => void) => void;
let asker: Asker | null = null;
/** What was wanted before the dialog was there, which comes after the first paint. The last wish counts. */
let wanted: (() => void) | null = null;

/** The shell registers the dialog that asks. */
export function registerLeaveDialog(ask: Asker): () => void {
  asker = ask;
  const leave = wanted;
  wanted = null;
  if (leave) leaveWith(leave);
  return () => {
    asker = null;
  };
}

/** Leaves now, or after the person has agreed to lose what is not saved. */
export function leaveWith(leave: () => void): void {
  if (!hasUnsavedChanges()) {
    wanted = null;
    leave();
  } else if (asker) {
    asker(() => {
      unsaved.clear();
      leave();
    });
  } else {
    wanted = leave;
  }
}
