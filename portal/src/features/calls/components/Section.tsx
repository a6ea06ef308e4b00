import { Paper, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

/** One kind of finding about a call, below its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper withBorder component="section" aria-labelledby={id} className={classes.section}>
      <Title order={2} size="h5" id={id} className={classes.title}>
        {title}
      </Title>
      {children}
    </Paper>
  );
}
