import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FilterChip.module.css';

interface Props {
  children: ReactNode;
  /** What the button is called that takes the filter away. */
  removeLabel: string;
  remove: () => void;
}

/** A filter that came with the address and is not chosen in a field. */
export function FilterChip({ children, removeLabel, remove }: Props) {
  return (
    <span className={classes.chip}>
      {children}
      <CloseButton size="sm" aria-label={removeLabel} onClick={remove} />
    </span>
  );
}
