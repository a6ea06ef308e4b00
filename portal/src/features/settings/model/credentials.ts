import type { Connection, Credentials } from './settings';

export const FIELDS = ['apiKey', 'webhookSecret', 'name', 'baseUrl'] as const;
export type CredentialValues = Record<(typeof FIELDS)[number], string>;

/** What is sent: the key always, the rest only where it is something else than what stands there. */
export function credentialsOf(values: CredentialValues, before: Connection | null): Credentials {
  const { apiKey, webhookSecret, name, baseUrl } = values;
  return {
    apiKey,
    ...(webhookSecret === '' ? {} : { webhookSecret }),
    ...(name === (before?.name ?? '') ? {} : { name }),
    ...(baseUrl === (before?.baseUrl ?? '') ? {} : { baseUrl }),
  };
}
