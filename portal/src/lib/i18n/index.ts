export { LANGUAGES, LANGUAGE_NAMES, type Language, directionOf, initialLanguage, languageOf, localeOf } from './language';
export { LanguageProvider, useLanguage } from './LanguageProvider';
export { AreaTexts } from './AreaTexts';
export { type Messages, loadMessages } from './messages';
