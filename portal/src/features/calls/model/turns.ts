import type { components } from '@/lib/api';

export type Turn = components['schemas']['Turn'];

/** The turn that an address names by the second in which it begins, or the last one before that; -1 for none. */
export function turnAt(turns: readonly Turn[], second: string | null): number {
  if (second === null || !/^\d{1,6}$/.test(second)) return -1;
  return turns.findLastIndex(({ timeInCallSeconds }) => timeInCallSeconds !== undefined && timeInCallSeconds <= Number(second));
}
