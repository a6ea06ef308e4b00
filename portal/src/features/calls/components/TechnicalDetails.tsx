'use client';
import { type ComponentProps, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import classes from './TechnicalDetails.module.css';
import { lazily } from '@/components/layout/lazily';

const TechnicalFacts = lazily(() => import('./TechnicalFacts'));

/** What one wants when one asks the provider about a call; folded, because few do. */
export function TechnicalDetails(props: ComponentProps<typeof TechnicalFacts>) {
  const t = useTranslations('call');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={({ currentTarget: { open } }) => setOpen(open)}>
      <summary>{t('technical.title')}</summary>
      <Suspense>{isOpen && <TechnicalFacts {...props} />}</Suspense>
    </details>
  );
}
