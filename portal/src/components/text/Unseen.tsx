import type { ReactNode } from 'react';
import classes from './Unseen.module.css';

/**
 * What the name of a control needs and its place on the page shows already, such as what the button of a row is for.
 * Unlike with `aria-label`, what is seen stays a part of the name, as speech control needs it.
 */
export function Unseen({ children }: { children: ReactNode }) {
  return <span className={classes.unseen}>{children}</span>;
}

/** The same for a tag of a message: `t.rich('restoreOf', { name, of: unseen })`. */
export function unseen(words: ReactNode): ReactNode {
  return <Unseen>{words}</Unseen>;
}
