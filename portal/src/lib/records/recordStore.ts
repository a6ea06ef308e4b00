import { type Patch, applyPatch, isObject } from './mergePatch';

/** A record as the API answers it; ids are unique over all kinds of records. */
export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly deletedAt?: string;
}

export type ChangeState = 'saving' | 'notSaved';

export interface Change {
  readonly id: string;
  readonly patch: Patch | 'delete';
  readonly state: ChangeState;
}

/** A record that was made here, until a list that was asked for later has it. */
interface NewRecord {
  readonly kind: string;
  readonly record: Record<string, unknown> & { id: string };
  readonly madeAt: number;
  readonly state: 'saving' | 'made';
}

/**
 * What is known of records beyond the answers of single requests: the newest version of each, and the changes that are
 * on their way. Caches keep what the server answered; `project` shows it with the newest version and the pending
 * changes on top. So an answer that arrives late never brings back an older version, and a change that fails is rolled
 * back by taking it out, whatever else happened in between.
 */
export class RecordStore {
  #newest = new Map<string, StoredRecord>();
  #changes = new Map<string, Change[]>();
  #deleted = new Set<string>();
  #made = new Map<string, NewRecord>();
  #listeners = new Set<() => void>();
  #revision = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with every change of what `project` shows. */
  readonly revision = (): number => this.#revision;

  /** Takes in what an answer says of records, wherever they stand in it. */
  learn(answer: unknown): void {
    if (this.#learn(answer)) this.#changed();
  }

  newest(id: string): StoredRecord | undefined {
    return this.#newest.get(id);
  }

  begin(id: string, patch: Patch | 'delete'): Change {
    const change: Change = { id, patch, state: 'saving' };
    this.#changes.set(id, [...(this.#changes.get(id) ?? []), change]);
    this.#changed();
    return change;
  }

  replace(change: Change, by: Partial<Pick<Change, 'patch' | 'state'>>): Change {
    const next = { ...change, ...by };
    this.#changes.set(change.id, (this.#changes.get(change.id) ?? []).map((each) => (each === change ? next : each)));
    this.#changed();
    return next;
  }

  end(change: Change): void {
    const rest = (this.#changes.get(change.id) ?? []).filter((each) => each !== change);
    if (rest.length > 0) this.#changes.set(change.id, rest);
    else this.#changes.delete(change.id);
    this.#changed();
  }

  /** The changes of one record, or of all, in the order they were made. */
  changes(id?: string): Change[] {
    return id === undefined ? [...this.#changes.values()].flat() : (this.#changes.get(id) ?? []);
  }

  markDeleted(id: string): void {
    this.#deleted.add(id);
    this.#changed();
  }

  markRestored(record: StoredRecord): void {
    this.#deleted.delete(record.id);
    this.#learn(record);
    this.#changed();
  }

  beginNew(kind: string, record: Record<string, unknown> & { id: string }, at: number): void {
    this.#made.set(record.id, { kind, record, madeAt: at, state: 'saving' });
    this.#changed();
  }

  endNew(temporaryId: string, made?: { kind: string; record: StoredRecord; at: number }): void {
    this.#made.delete(temporaryId);
    if (made) {
      this.#learn(made.record);
      this.#made.set(made.record.id, { kind: made.kind, record: { ...made.record }, madeAt: made.at, state: 'made' });
    }
    this.#changed();
  }

  isBeingMade(id: string): boolean {
    return this.#made.get(id)?.state === 'saving';
  }

  /** Records of a kind that a list does not have because it was asked for before they were made; latest first. */
  madeSince(kind: string, askedAt: number): unknown[] {
    return [...this.#made.values()]
      .filter((made) => made.kind === kind && (made.state === 'saving' || made.madeAt >= askedAt))
      .filter(({ record }) => !this.#deleted.has(record.id))
      .reverse()
      .map(({ record }) => this.project(record));
  }

  /** The answer as it is now. Parts that nothing changed stay the same objects. */
  project<T>(answer: T): T {
    return this.#project(answer) as T;
  }

  /** Forgets everything, as the next person must not see it. */
  clear(): void {
    this.#newest.clear();
    this.#changes.clear();
    this.#deleted.clear();
    this.#made.clear();
    this.#changed();
  }

  #project(value: unknown): unknown {
    if (Array.isArray(value)) {
      let same = true;
      const items: unknown[] = [];
      for (const item of value) {
        const shown = this.#project(item);
        if (this.#hasLeft(item, shown)) {
          same = false;
          continue;
        }
        same &&= shown === item;
        items.push(shown);
      }
      return same ? value : items;
    }
    if (!isObject(value)) return value;
    if (typeof value.id === 'string') {
      const shown = this.#projectRecord(value, value.id);
      if (shown !== value) return shown;
    }
    let copy: Record<string, unknown> | null = null;
    for (const [member, inner] of Object.entries(value)) {
      if (typeof inner !== 'object' || inner === null) continue;
      const shown = this.#project(inner);
      if (shown !== inner) (copy ??= { ...value })[member] = shown;
    }
    return copy ?? value;
  }

  /** Shortened views of a record are replaced by all of it. */
  #projectRecord(view: Record<string, unknown>, id: string): unknown {
    const newest = this.#newest.get(id);
    const changes = this.#changes.get(id);
    const version = typeof view.version === 'number' ? view.version : -1;
    let shown: unknown = newest && newest.version > version ? newest : view;
    for (const { patch } of changes ?? []) if (patch !== 'delete') shown = applyPatch(shown, patch);
    return shown;
  }

  /** Whether a record no longer belongs into the list: deleted, or back from the list of deleted ones. */
  #hasLeft(before: unknown, now: unknown): boolean {
    if (!isObject(before) || !isObject(now) || typeof before.id !== 'string') return false;
    if (before.deletedAt !== undefined) return now.deletedAt === undefined;
    return now.deletedAt !== undefined || this.#isDeleted(before.id);
  }

  #isDeleted(id: string): boolean {
    return this.#deleted.has(id) || this.#changes.get(id)?.some(({ patch }) => patch === 'delete') === true;
  }

  #learn(value: unknown): boolean {
    if (Array.isArray(value)) return value.map((item) => this.#learn(item)).some(Boolean);
    if (!isObject(value)) return false;
    if (typeof value.id === 'string' && typeof value.version === 'number') {
      const known = this.#newest.get(value.id);
      if (known && known.version >= value.version) return false;
      this.#newest.set(value.id, value as unknown as StoredRecord);
      return known !== undefined;
    }
    return Object.values(value)
      .map((inner) => typeof inner === 'object' && this.#learn(inner))
      .some(Boolean);
  }

  #changed(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }
}
