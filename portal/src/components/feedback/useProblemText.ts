import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { ApiError, type FieldError, Unreachable } from '@/lib/api';

/** The words for what went wrong, by the code of the problem. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('problems');
  return useCallback(
    (error) => {
      if (error instanceof Unreachable) return t('unreachable');
      if (!(error instanceof ApiError)) return t('broken');
      const key = error.code as Parameters<typeof t.has>[0];
      return t.has(key) ? t(key as 'unknown') : t('unknown');
    },
    [t],
  );
}

/** The words for the rule that a field breaks. */
export function useFieldErrorText(): (error: FieldError) => string {
  const t = useTranslations('invalid');
  return useCallback(
    ({ code, params }) => {
      // A word of a newer API is better said vaguely than not at all.
      if (!t.has(code as 'required')) return t('other');
      if (code === 'out_of_range' && params?.min === undefined) return t('out_of_range', { bounds: 'max', min: 0, max: params?.max ?? 0 });
      if (code === 'out_of_range' && params?.max === undefined) return t('out_of_range', { bounds: 'min', min: params?.min ?? 0, max: 0 });
      return t(code as 'out_of_range', {
        bounds: 'both',
        min: params?.min ?? 0,
        max: params?.max ?? 0,
      });
    },
    [t],
  );
}
