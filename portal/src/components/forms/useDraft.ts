'use client';
import { useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { differs, dropDraft, readDraft, saveDraft } from '@/lib/drafts';
import { usePerson } from '@/lib/useSession';

/**
 * Keeps what is typed into a form and not saved, and brings it back when the form is opened again. `restored` is true
 * while the form shows such text.
 */
export function useDraft<Values extends FieldValues>(form: UseFormReturn<Values>, name: string) {
  const { user } = usePerson();
  const [draft, setDraft] = useState(() => readDraft(user.id, name) as Partial<Values> | null);

  useEffect(() => {
    if (draft) form.reset({ ...form.formState.defaultValues, ...draft } as Values, { keepDefaultValues: true });
  }, [form, draft]);

  useEffect(() => {
    const watching = form.watch((values) => {
      // The form itself says that it is dirty only with its next rendering: what is pasted would be missed.
      if (differs(values, form.formState.defaultValues ?? {})) saveDraft(user.id, name, values);
      else dropDraft(user.id, name);
    });
    return () => watching.unsubscribe();
  }, [form, name, user.id]);

  return {
    restored: draft !== null,
    /** The text is saved, or is not wanted any more. */
    drop: () => {
      dropDraft(user.id, name);
      setDraft(null);
    },
  };
}
