import type { Connection, Credentials } from './settings';

export const FIELDS = ['apiKey', 'webhookSecret', 'name', 'numbersWithoutPlus', 'baseUrl'] as const;
export interface CredentialValues {
  apiKey: string;
  webhookSecret: string;
  /** Somebody else may know the secret before: it is not accepted for another day. */
  revokePreviousSecret: boolean;
  name: string;
  numbersWithoutPlus: '' | NonNullable<Credentials['numbersWithoutPlus']>;
  baseUrl: string;
}

/** Empty where there is a secret, as nothing is read back. */
export function valuesOf(connection: Connection | null): CredentialValues {
  const { name = '', baseUrl = '', numbersWithoutPlus = '' } = connection ?? {};
  return { apiKey: '', webhookSecret: '', revokePreviousSecret: false, name, numbersWithoutPlus, baseUrl };
}

/** What is sent: the key always, the rest only where it is something else than what stands there. */
export function credentialsOf(values: CredentialValues, before: Connection | null): Credentials {
  const { apiKey, webhookSecret, revokePreviousSecret, name, numbersWithoutPlus, baseUrl } = values;
  return {
    apiKey,
    ...(webhookSecret === '' ? {} : { webhookSecret }),
    ...(revokePreviousSecret ? { revokePreviousSecret } : {}),
    ...(name === (before?.name ?? '') ? {} : { name }),
    ...(numbersWithoutPlus === '' || numbersWithoutPlus === before?.numbersWithoutPlus ? {} : { numbersWithoutPlus }),
    ...(baseUrl === (before?.baseUrl ?? '') ? {} : { baseUrl }),
  };
}
