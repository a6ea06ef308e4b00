import { useTranslations } from 'use-intl';

const MINUTE = 60;
/** A longer wait is told in minutes. */
const LONGEST_IN_SECONDS = 90;

/** How long to wait, in words: nobody counts 1,200 seconds. */
export function useWaitText() {
  const t = useTranslations('signIn');
  const minutesOf = (seconds: number) => (seconds > LONGEST_IN_SECONDS ? Math.ceil(seconds / MINUTE) : null);
  return {
    sentence: (seconds: number): string => {
      const minutes = minutesOf(seconds);
      return minutes === null ? t('wait', { seconds }) : t('waitMinutes', { minutes });
    },
    button: (seconds: number): string => {
      const minutes = minutesOf(seconds);
      return minutes === null ? t('submitIn', { seconds }) : t('submitInMinutes', { minutes });
    },
  };
}
