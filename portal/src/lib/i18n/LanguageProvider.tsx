import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { LANGUAGE_KEY, type Language, PERSON_LANGUAGE_KEY, directionOf, initialLanguage, languageOfBrowser, localeOf } from './language';
import { type Messages, loadMessages } from './messages';

interface LanguageChoice {
  language: Language;
  /** Chooses for this browser, whoever uses it. */
  choose: (language: Language) => void;
  /** Turns to the language of the person who is signed in; to that of the browser where there is none. */
  follow: (language: Language | null) => void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (!choice) throw new Error('There is no LanguageProvider around this.');
  return choice;
}

/** Shows `loading` until the texts of the language are there. */
export function LanguageProvider({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  const [wanted, setWanted] = useState<Language>(initialLanguage);
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages } | null>(null);

  useEffect(() => {
    let current = true;
    void loadMessages(wanted).then((messages) => {
      if (current) setLoaded({ language: wanted, messages });
    });
    return () => {
      current = false;
    };
  }, [wanted]);

  useEffect(() => {
    if (!loaded) return;
    document.documentElement.lang = loaded.language;
    document.documentElement.dir = directionOf(loaded.language);
  }, [loaded]);

  const choose = useCallback((language: Language) => {
    localStorage.setItem(LANGUAGE_KEY, language);
    setWanted(language);
  }, []);
  const follow = useCallback((language: Language | null) => {
    if (language) localStorage.setItem(PERSON_LANGUAGE_KEY, language);
    else localStorage.removeItem(PERSON_LANGUAGE_KEY);
    setWanted(language ?? languageOfBrowser());
  }, []);
  const language = loaded?.language;
  const choice = useMemo(() => (language ? { language, choose, follow } : null), [language, choose, follow]);

  if (!loaded || !choice) return loading;
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={localeOf(loaded.language)} messages={loaded.messages} timeZone="UTC">
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}
