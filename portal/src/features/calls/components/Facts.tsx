import type { ReactNode } from 'react';
import classes from './Facts.module.css';

export interface Fact {
  key: string;
  name: ReactNode;
  value: ReactNode;
}

/** Names with what is known of them, one beside the other. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ key, name, value }) => (
        <div key={key} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
