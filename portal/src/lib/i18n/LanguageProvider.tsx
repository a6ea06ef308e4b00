import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { LANGUAGE_KEY, type Language, directionOf, initialLanguage, localeOf } from './language';
import { type Messages, loadMessages } from './messages';

interface LanguageChoice {
  language: Language;
  choose: (language: Language) => void;
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
  const language = loaded?.language;
  const choice = useMemo(() => (language ? { language, choose } : null), [language, choose]);

  if (!loaded || !choice) return loading;
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={localeOf(loaded.language)} messages={loaded.messages} timeZone="UTC">
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}
