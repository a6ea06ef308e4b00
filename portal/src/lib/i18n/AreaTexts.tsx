import { type ReactNode, Suspense, use } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl';
import { type Area, areaMessages } from './areaMessages';
import { useLanguage } from './LanguageProvider';

interface Props {
  area: Area;
  /** Shown until the texts are there. */
  loading: ReactNode;
  children: ReactNode;
}

/** Adds the texts of an area to those that every page has. */
export function AreaTexts({ area, loading, children }: Props) {
  return (
    <Suspense fallback={loading}>
      <WithTexts area={area}>{children}</WithTexts>
    </Suspense>
  );
}

function WithTexts({ area, children }: Pick<Props, 'area' | 'children'>) {
  const { language } = useLanguage();
  const locale = useLocale();
  const shared = useMessages();
  const own = use(areaMessages(area, language));
  return (
    <IntlProvider locale={locale} messages={{ ...shared, ...own }}>
      {children}
    </IntlProvider>
  );
}
