import { useMemo, useSyncExternalStore } from 'react';
import { Questions } from './questions';
import { RecordEditor } from './recordEditor';
import { type Change, RecordStore } from './recordStore';

export const recordStore = new RecordStore();
export const questions = new Questions();
export const recordEditor = new RecordEditor(recordStore, questions);

if (typeof window !== 'undefined') window.addEventListener('online', questions.retryAll);

export function useRevision(): number {
  return useSyncExternalStore(recordStore.subscribe, recordStore.revision, () => 0);
}

/** An answer with the newest versions of its records, and with what is on its way. */
export function useProjected<T>(answer: T): T {
  const revision = useRevision();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision stands for what the store holds
  return useMemo(() => recordStore.project(answer), [answer, revision]);
}

export function useChanges(id?: string): Change[] {
  useRevision();
  return recordStore.changes(id);
}
