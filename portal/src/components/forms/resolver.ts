import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type * as z from 'zod/mini';

/** Checks a form by a schema. The messages of the schema are keys of `invalid`. */
export function checkedBy<Values extends FieldValues>(schema: z.ZodMiniType<Values, Values>): Resolver<Values> {
  return (values) => {
    const result = schema.safeParse(values);
    if (result.success) return { values: result.data, errors: {} };
    const errors: Record<string, unknown> = {};
    for (const { path, message } of result.error.issues) place(errors, path.map(String), { type: 'rule', message });
    return { values: {}, errors: errors as FieldErrors<Values> };
  };
}

/** The first complaint of a field counts. */
function place(errors: Record<string, unknown>, path: string[], error: unknown): void {
  const [member, ...rest] = path;
  if (member === undefined) return;
  if (rest.length === 0) errors[member] ??= error;
  else place((errors[member] ??= {}) as Record<string, unknown>, rest, error);
}
