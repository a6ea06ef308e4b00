export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

// public/boot.js reads the same keys before the page is painted.
/** What was chosen in this browser. */
export const LANGUAGE_KEY = 'navaia.language';
/** What the person who is signed in has chosen, here or elsewhere. */
export const PERSON_LANGUAGE_KEY = 'navaia.person-language';

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

/** The language of the portal that a tag asks for: `ar-SA` asks for `ar`. */
export function languageOf(tag: string | null | undefined): Language | null {
  const primary = tag?.split('-')[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** The language for whom nobody knows: chosen in this browser, or the browser's own. */
export function languageOfBrowser(): Language {
  return languageOf(localStorage.getItem(LANGUAGE_KEY)) ?? languageOf(navigator.language) ?? 'en';
}

/** The language that boot.js has chosen. */
export function initialLanguage(): Language {
  return document.documentElement.lang === 'ar' ? 'ar' : 'en';
}
