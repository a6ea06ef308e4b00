'use client';
import { useTranslations } from 'use-intl';
import { Untrusted } from '@/components/text';
import type { Delivery } from '@/lib/deliveries';

type Named = Pick<Delivery, 'type'>;

/** What kind of thing was delivered, in words where we have any: the provider may send what nobody knew of. */
export function DeliveryType({ of }: { of: Named }) {
  const text = useTypeText();
  return <Untrusted text={text(of)} />;
}

export function useTypeText(): (of: Named) => string {
  const t = useTranslations('deliveries');
  return ({ type }) => {
    if (type === undefined) return t('typeUnknown');
    const key = `types.${type}` as 'types.fetch';
    return type.includes('.') || !t.has(key) ? type : t(key);
  };
}
