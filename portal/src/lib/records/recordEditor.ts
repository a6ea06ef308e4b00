import { ApiError, Unreachable, isProblem } from '@/lib/api';
import { type Patch, type Path, applyPatch, conflictsOf, withoutPaths } from './mergePatch';
import type { RecordStore, StoredRecord } from './recordStore';

/** How one kind of record is sent. `ifMatch` is the version it is made from, in quotes. */
export interface RecordRequests<Full extends StoredRecord> {
  update: (id: string, patch: Patch, ifMatch: string) => Promise<Full>;
  remove: (id: string, ifMatch: string) => Promise<void>;
  restore: (id: string) => Promise<Full>;
}

export interface Conflict {
  readonly mine: Patch;
  readonly theirs: unknown;
  readonly paths: readonly Path[];
}

/** The person chose for each member; null where the whole edit is given up. */
export type Resolution = { readonly keepMine: readonly Path[] } | null;

export interface EditorHost {
  resolve: (conflict: Conflict) => Promise<Resolution>;
  /** Waits until another try makes sense: the network is back, or the person asks for it. */
  retry: () => Promise<void>;
}

/** Edits of one record are sent one after the other, each made from the version that the one before has brought. */
export class RecordEditor {
  #queues = new Map<string, Promise<unknown>>();
  /** The version that the last edit from here has made of a record. */
  #own = new Map<string, number>();

  constructor(
    readonly store: RecordStore,
    private readonly host: EditorHost,
  ) {}

  /**
   * Shows the change at once and sends it. `begunWith` is the record as the person saw it when the edit began. Throws
   * what the API refused, after the change is rolled back.
   */
  async edit<Full extends StoredRecord>(requests: Pick<RecordRequests<Full>, 'update'>, begunWith: Full, patch: Patch): Promise<Full> {
    const { id } = begunWith;
    const earlier = this.store.changes(id);
    let change = this.store.begin(id, patch);
    // What this page is still sending is not another person's change.
    let base: unknown = earlier.reduce<unknown>((seen, { patch: own }) => (own === 'delete' ? seen : applyPatch(seen, own)), begunWith);
    return this.#queued(id, async () => {
      let mine = patch;
      try {
        for (;;) {
          const known = this.#newest(begunWith);
          // The API may have written an earlier edit in another form: a phone number without its spaces.
          if (earlier.length > 0 && this.#own.get(id) === known.version) base = known;
          const paths = conflictsOf(mine, base, known);
          if (paths.length > 0) {
            const resolution = await this.host.resolve({ mine, theirs: known, paths });
            mine = withoutPaths(mine, paths.filter((path) => !resolution?.keepMine.includes(path)));
            if (!resolution || Object.keys(mine).length === 0) return known;
            change = this.store.replace(change, { patch: mine });
          }
          base = known;
          try {
            const record = await requests.update(id, mine, quoted(known.version));
            this.store.learn(record);
            this.#own.set(id, record.version);
            return record;
          } catch (error) {
            if (error instanceof Unreachable) {
              change = this.store.replace(change, { state: 'notSaved' });
              await this.host.retry();
              change = this.store.replace(change, { state: 'saving' });
              continue;
            }
            const current = currentOf(error);
            // Nothing newer to start from: trying again would go on for ever.
            if (!current || current.version <= known.version) throw error;
            this.store.learn(current);
          }
        }
      } finally {
        this.store.end(change);
      }
    });
  }

  /** Takes the record out of all lists at once. Throws where another person changed it, after it is back. */
  async remove<Full extends StoredRecord>(requests: RecordRequests<Full>, record: Full): Promise<void> {
    const change = this.store.begin(record.id, 'delete');
    await this.#queued(record.id, async () => {
      try {
        await requests.remove(record.id, quoted(this.#newest(record).version));
        this.store.markDeleted(record.id);
      } catch (error) {
        if (isProblem(error, 'gone')) {
          this.store.markDeleted(record.id);
          return;
        }
        const current = currentOf(error);
        if (current) this.store.learn(current);
        throw error;
      } finally {
        this.store.end(change);
      }
    });
  }

  async restore<Full extends StoredRecord>(requests: RecordRequests<Full>, id: string): Promise<Full> {
    return this.#queued(id, async () => {
      const record = await requests.restore(id);
      this.store.markRestored(record);
      return record;
    });
  }

  #newest<Full extends StoredRecord>(record: Full): Full {
    const known = this.store.newest(record.id);
    return known && known.version > record.version ? (known as Full) : record;
  }

  #queued<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const run = before.then(work, work);
    this.#queues.set(id, run);
    void run.catch(() => undefined).finally(() => {
      if (this.#queues.get(id) === run) this.#queues.delete(id);
    });
    return run;
  }
}

function quoted(version: number): string {
  return `"${version.toString()}"`;
}

function currentOf(error: unknown): StoredRecord | null {
  if (!(error instanceof ApiError) || error.code !== 'stale_version') return null;
  return (error.problem.current ?? null) as StoredRecord | null;
}
