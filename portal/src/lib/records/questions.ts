import type { Conflict, Resolution } from './recordEditor';

export interface AskedConflict extends Conflict {
  readonly answer: (resolution: Resolution) => void;
}

/** What edits wait for: a choice between two versions, or the network. */
export class Questions {
  #conflicts: AskedConflict[] = [];
  #retries: (() => void)[] = [];
  #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly conflict = (): AskedConflict | null => this.#conflicts[0] ?? null;

  readonly resolve = (conflict: Conflict): Promise<Resolution> =>
    new Promise((resolved) => {
      const asked: AskedConflict = {
        ...conflict,
        answer: (resolution) => {
          this.#conflicts = this.#conflicts.filter((each) => each !== asked);
          this.#tell();
          resolved(resolution);
        },
      };
      this.#conflicts = [...this.#conflicts, asked];
      this.#tell();
    });

  readonly retry = (): Promise<void> =>
    new Promise((resolve) => {
      this.#retries.push(resolve);
    });

  readonly retryAll = (): void => {
    for (const resume of this.#retries.splice(0)) resume();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
