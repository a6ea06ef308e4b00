'use client';
import { useTranslations } from 'use-intl';

/** Rules of a schema are named by their key; what the API said is a sentence already. */
export function useFieldMessage(): (error: { type?: unknown; message?: string | undefined } | undefined) => string | undefined {
  const t = useTranslations('invalid');
  return (error) => {
    if (!error?.message) return undefined;
    return error.type === 'rule' && t.has(error.message as 'required') ? t(error.message as 'required') : error.message;
  };
}
