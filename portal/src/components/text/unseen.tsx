import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * For `t.rich`: what a button in a row is for, which the row shows already and only its name has to say. What is seen of
 * a button stays a part of its name that way, as speech control needs it.
 */
export function unseen(words: ReactNode): ReactNode {
  return <VisuallyHidden>{words}</VisuallyHidden>;
}
