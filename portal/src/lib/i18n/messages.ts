import type account from '@messages/account.en.json';
import type administration from '@messages/administration.en.json';
import type calls from '@messages/calls.en.json';
import type bulk from '@messages/bulk.en.json';
import type dashboard from '@messages/dashboard.en.json';
import type newCustomer from '@messages/newCustomer.en.json';
import type registration from '@messages/registration.en.json';
import type simulator from '@messages/simulator.en.json';
import type en from '@messages/en.json';
import type { Language } from './language';

export type Messages = typeof en;
/** The texts of each area. */
export interface AreaMessages {
  account: typeof account;
  administration: typeof administration;
  calls: typeof calls;
  bulk: typeof bulk;
  dashboard: typeof dashboard;
  newCustomer: typeof newCustomer;
  registration: typeof registration;
  simulator: typeof simulator;
}

/** Each language is a file of its own, so that nobody loads two. */
export async function loadMessages(language: Language): Promise<Messages> {
  const loaded = language === 'ar' ? await import('@messages/ar.json') : await import('@messages/en.json');
  return loaded.default;
}

declare module 'use-intl' {
  interface AppConfig {
    /** Those of an area are there below its `AreaTexts` only. */
    Messages: Messages & AreaMessages['account'] & AreaMessages['administration'] & AreaMessages['bulk'] & AreaMessages['calls'] & AreaMessages['dashboard'] & AreaMessages['newCustomer'] & AreaMessages['registration'] & AreaMessages['simulator'];
  }
}
