/** Names that are typed on one line: separated by commas, none twice. */
export function namesOf(text: string): string[] {
  const names = text.split(/[,،]/).map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

/** The value that would be taken: that of the first name that has text. What has no sense the API passes over. */
export function valueOf(names: readonly string[], collected: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of names) {
    const value = collected[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
}
