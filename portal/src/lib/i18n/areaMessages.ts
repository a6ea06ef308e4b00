import type { AreaMessages } from './messages';
import type { Language } from './language';

/** Texts that few pages need are files of their own, so that the others do not load them. */
const FILES: Record<Area, Record<Language, () => Promise<{ default: AreaMessages }>>> = {
  administration: {
    en: () => import('@messages/administration.en.json'),
    ar: () => import('@messages/administration.ar.json'),
  },
};

export type Area = 'administration';

const asked = new Map<string, Promise<AreaMessages>>();

/** The texts of an area, asked for once. Where that fails, the next time asks again. */
export function areaMessages(area: Area, language: Language): Promise<AreaMessages> {
  const key = `${area}.${language}`;
  const before = asked.get(key);
  if (before) return before;
  const messages = FILES[area][language]().then((file) => file.default);
  asked.set(key, messages);
  messages.catch(() => asked.delete(key));
  return messages;
}
