import { useEffect, useId } from 'react';

/** The forms that hold text which is saved nowhere. */
const unsaved = new Set<string>();

export function hasUnsavedChanges(): boolean {
  return unsaved.size > 0;
}

/**
 * Leaving asks first while `dirty`. Inside the portal `AppLink` and `useGo` ask, outside of it the browser does. What is
 * held by the `tab` and not by the page is lost only with the tab.
 */
export function useUnsavedChanges(dirty: boolean, heldBy: 'page' | 'tab' = 'page'): void {
  const id = useId();
  useEffect(() => {
    if (!dirty) return;
    if (heldBy === 'page') unsaved.add(id);
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

/** The shell registers the dialog that asks. */
export function registerLeaveDialog(ask: Asker): () => void {
  asker = ask;
  return () => {
    asker = null;
  };
}

/** Leaves now, or after the person has agreed to lose what is not saved. */
export function leaveWith(leave: () => void): void {
  if (hasUnsavedChanges() && asker) {
    asker(() => {
      unsaved.clear();
      leave();
    });
  } else {
    leave();
  }
}
