'use client';
import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { visible } from '@/lib/text/untrusted';
import classes from './PageTitle.module.css';

// The first page keeps the focus where the browser put it; every later one is announced by its heading.
let pagesSeen = 0;

interface Props {
  /** Also the title of the document. */
  title: string;
  children?: ReactNode;
  beside?: ReactNode;
  visuallyHidden?: boolean;
}

export function PageTitle({ title, children, beside, visuallyHidden = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    pagesSeen += 1;
    const asked = document.activeElement;
    const typing = asked instanceof HTMLInputElement || asked instanceof HTMLTextAreaElement;
    if (pagesSeen > 1 && !typing) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.line}>
      <title>{`${visible(title)} · Navaia`}</title>
      <Title order={1} ref={heading} tabIndex={-1} className={visuallyHidden ? classes.hidden : classes.title}>
        {children ?? title}
      </Title>
      {beside}
    </div>
  );
}
