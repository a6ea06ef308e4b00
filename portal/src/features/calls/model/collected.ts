/** A collected value in the ways it can be shown: the API passes on any JSON. */
export type Shown = { kind: 'nothing' } | { kind: 'flag'; value: boolean } | { kind: 'text'; text: string } | { kind: 'json'; text: string };

export function shownValue(value: unknown): Shown {
  if (value === null || value === undefined || value === '') return { kind: 'nothing' };
  if (typeof value === 'boolean') return { kind: 'flag', value };
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'text', text: String(value) };
  return { kind: 'json', text: JSON.stringify(value, null, 2) };
}
