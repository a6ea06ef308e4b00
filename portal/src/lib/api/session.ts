import type { components } from './schema';
import { ApiError, Unreachable, answered, isProblem } from './problems';
import { publicApi } from './publicClient';

export type Person = Pick<components['schemas']['MeView'], 'user' | 'tenant'>;
type Token = components['schemas']['TokenView'];

export type SessionState =
  | { status: 'starting' }
  | { status: 'unreachable'; error: Error }
  | { status: 'signedOut' }
  | { status: 'signedIn'; person: Person }
  /** The session ended under an open page: the page stays, and asks to sign in again. */
  | { status: 'expired'; person: Person };

interface Access {
  token: string;
  /** Milliseconds of the clock after which it is not sent any more. */
  until: number;
}

type Message =
  | { kind: 'access'; access: Access; person: Person }
  | { kind: 'signedOut' }
  | { kind: 'expired' };

/** What the session needs of the browser, so that tests can give it several tabs. */
export interface SessionHost {
  now: () => number;
  /** Runs alone among all tabs of this origin. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  channel: { post: (message: unknown) => void; listen: (heard: (message: unknown) => void) => void };
  /** Whether this browser was signed in when it last looked; spares strangers a refused request. */
  mark: { read: () => boolean; write: (signedIn: boolean) => void };
  /** The page belongs to another person now, and starts anew. */
  startAnew: () => void;
}

// A token that ends within this time could end on its way.
const MARGIN_MS = 15_000;

/**
 * Who is signed in. The access token is held in memory; the refresh token is a cookie that scripts cannot read. All
 * tabs share one session: one of them asks for a new token and tells the others, and signing out reaches all.
 */
export class Session {
  #state: SessionState = { status: 'starting' };
  #access: Access | null = null;
  #listeners = new Set<() => void>();
  #waiting: (() => void)[] = [];

  constructor(private readonly host: SessionHost) {
    host.channel.listen((message) => {
      this.#heard(message as Message);
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionState => this.#state;

  get person(): Person | null {
    return 'person' in this.#state ? this.#state.person : null;
  }

  /** Finds out whether the browser is signed in. */
  async start(): Promise<void> {
    if (!this.host.mark.read()) {
      this.#become({ status: 'signedOut' });
      return;
    }
    this.#become({ status: 'starting' });
    try {
      await this.#refresh(null);
    } catch (error) {
      this.#become({ status: 'unreachable', error: error instanceof Error ? error : new Unreachable() });
    }
  }

  /** A token that can be sent now. While the person has to sign in again, it waits for that. */
  async accessToken(): Promise<string> {
    for (;;) {
      const access = this.#access;
      if (access && access.until > this.host.now()) return access.token;
      if (this.#state.status === 'expired' || this.#state.status === 'signedOut') {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      } else {
        await this.#refresh(access?.token ?? null);
      }
    }
  }

  /** The API refused this token: get another one, or ask the person to sign in again. */
  async refused(token: string): Promise<void> {
    if (this.#access?.token === token) await this.#refresh(token);
  }

  signedIn(answer: components['schemas']['SignedInView']): void {
    this.#adopt(this.#accessOf(answer), personIn(answer));
    this.#tellAccess();
  }

  /** The business has other settings now; every tab shows them. */
  tenantChanged(tenant: Partial<Person['tenant']>): void {
    if (this.#state.status !== 'signedIn') return;
    const { person } = this.#state;
    this.#become({ status: 'signedIn', person: { ...person, tenant: { ...person.tenant, ...tenant } } });
    this.#tellAccess();
  }

  /** The person has changed something about themselves; every tab shows it. */
  userChanged(user: Person['user']): void {
    if (this.#state.status !== 'signedIn' || this.#state.person.user.id !== user.id) return;
    this.#become({ status: 'signedIn', person: { ...this.#state.person, user } });
    this.#tellAccess();
  }

  async signOut(): Promise<void> {
    const token = this.#access?.token;
    try {
      await answered(publicApi.POST('/v1/auth/logout', token ? { headers: { authorization: `Bearer ${token}` } } : {}));
    } catch (error) {
      // Without the network the cookie cannot be cleared; pretending otherwise would leave a session behind.
      if (!(error instanceof ApiError)) throw error;
    }
    this.#forget('signedOut');
    this.host.channel.post({ kind: 'signedOut' } satisfies Message);
  }

  /** One tab asks at a time; those that waited find the answer of the one before. */
  async #refresh(spent: string | null): Promise<void> {
    await this.host.exclusively(async () => {
      const access = this.#access;
      if (access && access.token !== spent && access.until > this.host.now()) return;
      if (this.#state.status === 'signedOut' || this.#state.status === 'expired') return;
      try {
        const answer = await answered(publicApi.POST('/v1/auth/refresh'));
        const fresh = this.#accessOf(answer);
        this.#adopt(fresh, personIn(answer));
        this.#tellAccess();
      } catch (error) {
        if (!isProblem(error, 'unauthenticated')) throw error;
        if (this.person) {
          this.#forget('expired');
          this.host.channel.post({ kind: 'expired' } satisfies Message);
        } else {
          this.#forget('signedOut');
        }
      }
    });
  }

  #accessOf({ accessToken, expiresIn }: Token): Access {
    return { token: accessToken, until: this.host.now() + expiresIn * 1000 - MARGIN_MS };
  }

  #adopt(access: Access, person: Person): void {
    const before = this.person;
    this.#access = access;
    this.host.mark.write(true);
    if (before && before.user.id !== person.user.id) {
      // What the page shows is another person's; nothing of it may be sent in the new name.
      this.#access = null;
      this.host.startAnew();
      return;
    }
    this.#become({ status: 'signedIn', person });
    for (const resume of this.#waiting.splice(0)) resume();
  }

  #forget(status: 'signedOut' | 'expired'): void {
    this.#access = null;
    if (status === 'signedOut') this.host.mark.write(false);
    const person = this.person;
    this.#become(status === 'expired' && person ? { status, person } : { status: 'signedOut' });
  }

  #tellAccess(): void {
    if (this.#access && this.#state.status === 'signedIn') {
      this.host.channel.post({ kind: 'access', access: this.#access, person: this.#state.person } satisfies Message);
    }
  }

  #heard(message: Message): void {
    switch (message.kind) {
      case 'access':
        this.#adopt(message.access, message.person);
        break;
      case 'expired':
        if (this.#state.status === 'signedIn') this.#forget('expired');
        break;
      case 'signedOut':
        if (this.#state.status !== 'signedOut') this.#forget('signedOut');
    }
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}


function personIn({ user, tenant }: components['schemas']['SignedInView']): Person {
  return { user, tenant };
}
