// What was typed and not saved. Kept in the browser for a week, for the same person only.
const PREFIX = 'navaia.draft.';
const KEPT_MS = 7 * 24 * 3600 * 1000;

interface Stored {
  savedAt: number;
  values: unknown;
}

/** Whether anything was typed that is not there by default. */
export function differs(values: object, defaults: object): boolean {
  const told = (of: object, name: string) => JSON.stringify(Reflect.get(of, name) ?? null);
  return Object.keys(values).some((name) => told(values, name) !== told(defaults, name));
}

function keyOf(personId: string, form: string): string {
  return `${PREFIX}${personId}.${form}`;
}

export function saveDraft(personId: string, form: string, values: unknown, now = Date.now()): void {
  try {
    localStorage.setItem(keyOf(personId, form), JSON.stringify({ savedAt: now, values } satisfies Stored));
  } catch {
    // The storage is full or closed: the form itself still has the text.
  }
}

export function readDraft(personId: string, form: string, now = Date.now()): unknown {
  const stored = parse(localStorage.getItem(keyOf(personId, form)));
  return stored && now - stored.savedAt < KEPT_MS ? stored.values : null;
}

export function dropDraft(personId: string, form: string): void {
  localStorage.removeItem(keyOf(personId, form));
}

/** Removes what is too old, of whomever it is. */
export function sweepDrafts(now = Date.now()): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const stored = parse(localStorage.getItem(key));
    if (!stored || now - stored.savedAt >= KEPT_MS) localStorage.removeItem(key);
  }
}

function parse(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Stored> | null;
    return typeof value?.savedAt === 'number' ? { savedAt: value.savedAt, values: value.values } : null;
  } catch {
    return null;
  }
}
