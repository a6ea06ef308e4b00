/** What collected values are called at the voice provider, for each field of a customer that they fill. */
export interface Names {
  name: string[];
  email: string[];
  language: string[];
}

/** The mapping of the business, as a record: there is one, so its id is the same everywhere. */
export type Mapping = Names & { id: string; version: number };
export const MAPPING_ID = 'collected-data';

export const TARGETS = ['name', 'email', 'language'] as const;
export type Target = (typeof TARGETS)[number];

/** Names that are typed on one line: separated by commas, none twice. */
export function namesOf(text: string): string[] {
  const names = text.split(/[,،]/).map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}
