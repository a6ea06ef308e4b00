import { beforeEach, describe, expect, it, vi } from 'vitest';
import { person } from '@/testing/records';
import { answer } from '@/testing/server';
import { Session, type SessionHost } from './session';

/** One browser: its tabs share a lock, a channel and the mark. */
class Browser {
  now = 0;
  signedIn = false;
  startedAnew = 0;
  #tabs: ((message: unknown) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  tab(): Session {
    let own: ((message: unknown) => void) | undefined;
    const host: SessionHost = {
      now: () => this.now,
      exclusively: (work) => {
        const run = this.#last.then(work, work);
        this.#last = run.catch(() => undefined);
        return run;
      },
      channel: {
        post: (message) => {
          for (const hear of this.#tabs) if (hear !== own) hear(structuredClone(message));
        },
        listen: (hear) => {
          own = hear;
          this.#tabs.push(hear);
        },
      },
      mark: { read: () => this.signedIn, write: (signedIn) => (this.signedIn = signedIn) },
      startAnew: () => (this.startedAnew += 1),
    };
    return new Session(host);
  }
}

const token = (accessToken: string) => ({ accessToken, expiresIn: 300, ...person });
const refused = { status: 401, problem: { code: 'unauthenticated' } };

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
  browser.signedIn = true;
});

describe('a session', () => {
  it('asks nothing in a browser that was never signed in', async () => {
    browser.signedIn = false;
    const refreshes = answer('post', '/v1/auth/refresh', () => refused);
    const tab = browser.tab();
    await tab.start();
    expect(tab.state()).toEqual({ status: 'signedOut' });
    expect(refreshes).toHaveLength(0);
  });

  it('is found again after a reload', async () => {
    answer('post', '/v1/auth/refresh', () => ({ body: token('first') }));
    const tab = browser.tab();
    await tab.start();
    expect(tab.state()).toEqual({ status: 'signedIn', person });
    expect(await tab.accessToken()).toBe('first');
  });

  it('asks once for five tabs that start together', async () => {
    const refreshes = answer('post', '/v1/auth/refresh', (_, count) => ({ body: token(`token ${count.toString()}`) }));
    const tabs = Array.from({ length: 5 }, () => browser.tab());
    await Promise.all(tabs.map((tab) => tab.start()));
    expect(tabs.map((tab) => tab.state().status)).toEqual(Array.from({ length: 5 }, () => 'signedIn'));
    expect(refreshes).toHaveLength(1);
  });

  it('replaces a token before it ends, once for all who wait for it', async () => {
    const refreshes = answer('post', '/v1/auth/refresh', (_, count) => ({ body: token(`token ${count.toString()}`) }));
    const tab = browser.tab();
    await tab.start();
    browser.now = 290_000;
    expect(await Promise.all([tab.accessToken(), tab.accessToken(), tab.accessToken()])).toEqual(['token 2', 'token 2', 'token 2']);
    expect(refreshes).toHaveLength(2);
  });

  it('shows in every tab what the business is called now', async () => {
    answer('post', '/v1/auth/refresh', () => ({ body: token('first') }));
    const [here, there] = [browser.tab(), browser.tab()];
    await Promise.all([here.start(), there.start()]);
    here.tenantChanged({ name: 'Bright Smiles', timeZone: 'Asia/Riyadh' });
    for (const tab of [here, there]) {
      expect(tab.person).toEqual({ ...person, tenant: { ...person.tenant, name: 'Bright Smiles', timeZone: 'Asia/Riyadh' } });
      expect(await tab.accessToken()).toBe('first');
    }
  });

  it('signs every tab out', async () => {
    answer('post', '/v1/auth/refresh', () => ({ body: token('first') }));
    answer('post', '/v1/auth/logout', () => ({}));
    const [here, there] = [browser.tab(), browser.tab()];
    await Promise.all([here.start(), there.start()]);
    await here.signOut();
    expect(here.state()).toEqual({ status: 'signedOut' });
    expect(there.state()).toEqual({ status: 'signedOut' });
    expect(browser.signedIn).toBe(false);
  });

  it('stays where the network fails to sign out', async () => {
    answer('post', '/v1/auth/refresh', () => ({ body: token('first') }));
    answer('post', '/v1/auth/logout', () => 'no answer');
    const tab = browser.tab();
    await tab.start();
    await expect(tab.signOut()).rejects.toThrow();
    expect(tab.state().status).toBe('signedIn');
  });

  it('waits with what is being sent until the person has signed in again, in any tab', async () => {
    answer('post', '/v1/auth/refresh', (_, count) => (count === 1 ? { body: token('first') } : refused));
    const [here, there] = [browser.tab(), browser.tab()];
    await Promise.all([here.start(), there.start()]);
    await here.refused('first');
    expect(here.state()).toEqual({ status: 'expired', person });
    expect(there.state()).toEqual({ status: 'expired', person });
    const sending = here.accessToken();
    there.signedIn({ ...token('second'), ...person });
    expect(await sending).toBe('second');
    expect(here.state()).toEqual({ status: 'signedIn', person });
  });

  it('starts anew where another person signs in under an open page', async () => {
    answer('post', '/v1/auth/refresh', () => ({ body: token('first') }));
    const tab = browser.tab();
    await tab.start();
    browser.tab().signedIn({ ...token('second'), ...person, user: { ...person.user, id: '01OTHER' } });
    expect(browser.startedAnew).toBe(1);
    expect(tab.person?.user.id).toBe(person.user.id);
  });

  it('says that the server does not answer, and tries again', async () => {
    answer('post', '/v1/auth/refresh', (_, count) => (count === 1 ? 'no answer' : { body: token('first') }));
    const tab = browser.tab();
    await tab.start();
    expect(tab.state().status).toBe('unreachable');
    await tab.start();
    expect(tab.state().status).toBe('signedIn');
  });

  it('tells those who look at it', async () => {
    answer('post', '/v1/auth/refresh', () => refused);
    const tab = browser.tab();
    const listener = vi.fn();
    tab.subscribe(listener);
    await tab.start();
    expect(listener).toHaveBeenCalled();
    expect(tab.state()).toEqual({ status: 'signedOut' });
  });
});
