import type { components } from '@/lib/api';

export type Turn = components['schemas']['Turn'];

/** The turn that an address names by the second in which it begins, or the last one before that; -1 for none. */
export function turnAt(turns: readonly Turn[], second: string | null): number {
  if (second === null || !/^\d{1,6}$/.test(second)) return -1;
  return turns.findLastIndex(({ timeInCallSeconds }) => timeInCallSeconds !== undefined && timeInCallSeconds <= Number(second));
}

const HEAD_PX = 20;
const LINE_PX = 22;
const PADDING_PX = 18;
const TOOL_PX = 34;
const LETTERS_IN_A_LINE = 75;

/** How high a turn is likely to be, so that the scroll bar is about right before it has been in view. */
export function likelyHeight({ message, toolCalls = [] }: Turn): number {
  const lines = message?.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_IN_A_LINE)), 0);
  return HEAD_PX + (lines === undefined ? 0 : PADDING_PX + lines * LINE_PX) + toolCalls.length * TOOL_PX;
}
