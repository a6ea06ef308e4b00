import type { components } from '@/lib/api';

export type Pulse = components['schemas']['Pulse'];
export type Area = keyof Pulse;

export interface PulseAnswer {
  pulse: Pulse;
  etag: string | undefined;
}

/** What the watch needs of the browser, so that tests can give it a clock and a page of their own. */
export interface PulseHost {
  now: () => number;
  /** Whether somebody looks at the page, and it has a network. */
  isWatched: () => boolean;
  /** Calls back whenever that may have changed; gives what ends it. */
  onWatched: (changed: () => void) => () => void;
  /** Null where the answer is the one with this tag. */
  ask: (etag: string | undefined, signal: AbortSignal) => Promise<PulseAnswer | null>;
  changed: (areas: Area[]) => void;
}

const EVERY_MS = 10_000;
/** However often somebody comes and goes, it is asked at most twelve times a minute. */
const LEAST_MS = 5_000;
const LONGEST_MS = 60_000;

/** Asks now and then whether anything has changed, while somebody looks. A question that fails is asked again later. */
export class PulseWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #known: PulseAnswer | undefined;
  readonly #stopListening: () => void;

  constructor(private readonly host: PulseHost) {
    this.#stopListening = host.onWatched(() => this.#askAfter(LEAST_MS));
    this.#askAfter(LEAST_MS);
  }

  stop(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  /** Asks when this much time has passed since the last question: at once, where it has already. */
  #askAfter(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.host.isWatched() || this.#asking) return;
    this.#timer = setTimeout(() => void this.#ask(), Math.max(0, this.#askedAt + ms - this.host.now()));
  }

  async #ask(): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#askedAt = this.host.now();
    try {
      const answer = await this.host.ask(this.#known?.etag, signal);
      if (signal.aborted) return;
      this.#failures = 0;
      if (answer) this.#learn(answer);
    } catch {
      // The next question of the page tells the person what is wrong.
      if (signal.aborted) return;
      this.#failures += 1;
    }
    this.#asking = undefined;
    this.#askAfter(Math.min(EVERY_MS * 2 ** this.#failures, LONGEST_MS));
  }

  #learn(answer: PulseAnswer): void {
    const before = this.#known?.pulse;
    this.#known = answer;
    // What is shown was read while the first one was asked for.
    if (!before) return;
    const areas = (Object.keys(answer.pulse) as Area[]).filter((area) => answer.pulse[area] !== before[area]);
    if (areas.length > 0) this.host.changed(areas);
  }
}
