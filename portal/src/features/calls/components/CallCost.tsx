'use client';
import { useTranslations } from 'use-intl';
import { Money } from '@/components/text';
import type { components } from '@/lib/api';

/** Money where the provider says it, else its credits. */
export function CallCost({ cost: { money, credits } }: { cost: components['schemas']['CallCost'] }) {
  const t = useTranslations('calls');
  if (money) return <Money amount={money} />;
  return credits === undefined ? null : t('credits', { count: credits });
}
