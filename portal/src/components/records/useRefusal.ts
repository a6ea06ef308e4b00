'use client';
import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { useFieldErrorText } from '@/components/feedback';

export interface Refusal {
  error: unknown;
  /** What is wrong at members, by their pointer. */
  fields: Record<string, string>;
  /** Set where not everything is said by `fields`. */
  general: true | undefined;
}

/** Why an edit was refused, cut into what belongs to the given members and the rest. */
export function useRefusal(pointers: readonly string[]) {
  const text = useFieldErrorText();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    refusal,
    refuse: (error: unknown) => {
      const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      const mine = errors.filter(({ pointer }) => pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
      setRefusal({
        error,
        fields: Object.fromEntries(mine.map((each) => [each.pointer, text(each)])),
        general: mine.length === 0 || mine.length < errors.length ? true : undefined,
      });
    },
    accept: () => setRefusal(null),
  };
}
