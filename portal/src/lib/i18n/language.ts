export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** public/boot.js reads the same key before the page is painted. */
export const LANGUAGE_KEY = 'navaia.language';

/** Digits stay Latin in Arabic: phone numbers, amounts and times are compared with what other systems show. */
const LOCALES: Record<Language, string> = { en: 'en-GB', ar: 'ar-u-nu-latn' };
/** What a language calls itself, whatever language the page is in. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };

export function localeOf(language: Language): string {
  return LOCALES[language];
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The language that boot.js has chosen. */
export function initialLanguage(): Language {
  return document.documentElement.lang === 'ar' ? 'ar' : 'en';
}
