import { useLocale, useTranslations } from 'use-intl';
import { originOf } from '@/lib/text/callingCode';

/** What is unusual about a number: no range of its country is known that holds it. */
export function useUnusualText(): (number: string) => string {
  const t = useTranslations('customers');
  const locale = useLocale();
  return (number) => {
    const { code, country } = originOf(number);
    // A code reads from left to right in every language.
    if (country === undefined) return t('unusualUnder', { code: `\u2066${code}\u2069` });
    return t('unusualIn', { country: new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country });
  };
}
