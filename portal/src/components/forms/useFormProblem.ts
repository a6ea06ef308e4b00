'use client';
import { useState } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { ApiError } from '@/lib/api';
import { useFieldErrorText } from '@/components/feedback';

/** The field of a form for a JSON pointer of the API; null where the form has none. */
export function fieldOf<Values extends FieldValues>(pointer: string, fields: readonly FieldPath<Values>[]): FieldPath<Values> | null {
  const path = pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
  const exact = fields.find((field) => field === path);
  // A list that the form has as one field gets what is said of its items.
  return exact ?? fields.find((field) => path.startsWith(`${field}.`)) ?? null;
}

/**
 * What the API refused of a form: put at the fields, with the first one focused. What belongs to no field is `problem`,
 * to be shown above the form.
 */
export function useFormProblem<Values extends FieldValues>(form: UseFormReturn<Values>, fields: readonly FieldPath<Values>[]) {
  const [problem, setProblem] = useState<unknown>(null);
  const text = useFieldErrorText();

  function show(error: unknown): void {
    const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
    const placed = errors.flatMap((each) => {
      const field = fieldOf<Values>(each.pointer, fields);
      return field ? [{ field, message: text(each) }] : [];
    });
    for (const { field, message } of placed) form.setError(field, { type: 'api', message });
    // The order of the form, not of the answer, decides which field is the first one.
    const first = fields.find((field) => placed.some((each) => each.field === field));
    if (first) form.setFocus(first);
    setProblem(errors.length > 0 && placed.length === errors.length ? null : error);
  }

  return { problem, show, clear: () => setProblem(null) };
}
