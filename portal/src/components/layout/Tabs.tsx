'use client';
import { AppLink } from './AppLink';
import classes from './Tabs.module.css';

interface Props {
  label: string;
  tabs: readonly { href: string; title: string; isCurrent: boolean }[];
}

/** Views of one page beside each other, each with an address. */
export function Tabs({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map(({ href, title, isCurrent }) => (
        <AppLink key={href} href={href} className={classes.tab} aria-current={isCurrent ? 'page' : undefined}>
          {title}
        </AppLink>
      ))}
    </nav>
  );
}
