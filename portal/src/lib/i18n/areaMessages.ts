import type { AreaMessages } from './messages';
import type { Language } from './language';

/** Texts that few pages need are files of their own, so that the others do not load them. */
const FILES: { [Each in Area]: Record<Language, () => Promise<{ default: AreaMessages[Each] }>> } = {
  account: {
    en: () => import('@messages/account.en.json'),
    ar: () => import('@messages/account.ar.json'),
  },
  administration: {
    en: () => import('@messages/administration.en.json'),
    ar: () => import('@messages/administration.ar.json'),
  },
  calls: {
    en: () => import('@messages/calls.en.json'),
    ar: () => import('@messages/calls.ar.json'),
  },
  bulk: {
    en: () => import('@messages/bulk.en.json'),
    ar: () => import('@messages/bulk.ar.json'),
  },
  dashboard: {
    en: () => import('@messages/dashboard.en.json'),
    ar: () => import('@messages/dashboard.ar.json'),
  },
  newCustomer: {
    en: () => import('@messages/newCustomer.en.json'),
    ar: () => import('@messages/newCustomer.ar.json'),
  },
  registration: {
    en: () => import('@messages/registration.en.json'),
    ar: () => import('@messages/registration.ar.json'),
  },
  simulator: {
    en: () => import('@messages/simulator.en.json'),
    ar: () => import('@messages/simulator.ar.json'),
  },
};

export type Area = keyof AreaMessages;

type Texts = AreaMessages[Area];

const asked = new Map<string, Promise<Texts>>();

/** The texts of an area, asked for once. Where that fails, the next time asks again. */
export function areaMessages(area: Area, language: Language): Promise<Texts> {
  const key = `${area}.${language}`;
  const before = asked.get(key);
  if (before) return before;
  const messages: Promise<Texts> = FILES[area][language]().then((file) => file.default);
  asked.set(key, messages);
  messages.catch(() => asked.delete(key));
  return messages;
}
