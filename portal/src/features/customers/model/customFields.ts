import type { Customer, CustomerEdit } from './customer';

export const KINDS = ['text', 'number', 'flag'] as const;
export type Kind = (typeof KINDS)[number];

/** A custom field as a form holds it. */
export interface TypedField {
  name: string;
  kind: Kind;
  text: string;
}

type Fields = Customer['customFields'];
type Patch = NonNullable<CustomerEdit['customFields']>;

export function kindOf(text: string): Kind {
  return KINDS.find((kind) => kind === text) ?? 'text';
}

export function typedFields(fields: Fields): TypedField[] {
  return Object.entries(fields ?? {}).map(([name, value]) => ({
    name,
    kind: typeof value === 'boolean' ? 'flag' : typeof value === 'number' ? 'number' : 'text',
    text: String(value),
  }));
}

/** Text that is no number is sent as text: the API decides, and nothing that was typed is lost. */
function valueOf({ kind, text }: TypedField): string | number | boolean {
  if (kind === 'flag') return text === 'true';
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text.trim();
}

/** Only what differs: changed and new fields with their value, those that are gone with null. */
export function patchOfFields(before: Fields, typed: readonly TypedField[]): Patch {
  const patch: Patch = {};
  const kept = new Set<string>();
  for (const field of typed) {
    const name = field.name.trim();
    if (name === '' || field.text.trim() === '') continue;
    kept.add(name);
    const value = valueOf(field);
    if (before?.[name] !== value) patch[name] = value;
  }
  for (const name of Object.keys(before ?? {})) if (!kept.has(name)) patch[name] = null;
  return patch;
}
