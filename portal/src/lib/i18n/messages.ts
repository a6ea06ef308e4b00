import type administration from '@messages/administration.en.json';
import type en from '@messages/en.json';
import type { Language } from './language';

export type Messages = typeof en;
export type AreaMessages = typeof administration;

/** Each language is a file of its own, so that nobody loads two. */
export async function loadMessages(language: Language): Promise<Messages> {
  const loaded = language === 'ar' ? await import('@messages/ar.json') : await import('@messages/en.json');
  return loaded.default;
}

declare module 'use-intl' {
  interface AppConfig {
    /** Those of an area are there below its `AreaTexts` only. */
    Messages: Messages & AreaMessages;
  }
}
