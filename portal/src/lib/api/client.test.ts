import createClient from 'openapi-fetch';
import { beforeEach, describe, expect, it } from 'vitest';
import { customer, person } from '@/testing/records';
import { answer } from '@/testing/server';
import { authorised } from './client';
import { answered } from './problems';
import type { paths } from './schema';
import { Session } from './session';

let session: Session;
beforeEach(() => {
  session = new Session({
    now: () => 0,
    exclusively: (work) => work(),
    channel: { post: () => undefined, listen: () => undefined },
    mark: { read: () => true, write: () => undefined },
    startAnew: () => undefined,
  });
  session.signedIn({ accessToken: 'old', expiresIn: 300, ...person });
});

function create() {
  const api = createClient<paths>({ baseUrl: location.origin, fetch: authorised(session) });
  return answered(api.POST('/v1/customers', { body: { phone: '+12025550111' }, params: { header: { 'Idempotency-Key': 'key-1' } } }));
}

describe('a request', () => {
  it('is sent again, the same, with a new token where the old one is refused', async () => {
    const refreshes = answer('post', '/v1/auth/refresh', () => ({ body: { accessToken: 'new', expiresIn: 300, ...person } }));
    const sent = answer('post', '/v1/customers', ({ headers }) =>
      headers.get('authorization') === 'Bearer new' ? { status: 201, body: customer() } : { status: 401, problem: { code: 'unauthenticated' } },
    );
    expect((await create()).id).toBe('01CUSTOMER');
    expect(refreshes).toHaveLength(1);
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1']);
    expect(sent.map(({ body }) => body)).toEqual([{ phone: '+12025550111' }, { phone: '+12025550111' }]);
  });

  it('waits for the person to sign in again, and is then sent again, the same', async () => {
    answer('post', '/v1/auth/refresh', () => ({ status: 401, problem: { code: 'unauthenticated' } }));
    const sent = answer('post', '/v1/customers', ({ headers }) =>
      headers.get('authorization') === 'Bearer new' ? { status: 201, body: customer() } : { status: 401, problem: { code: 'unauthenticated' } },
    );
    const expired = new Promise<void>((resolve) => {
      session.subscribe(() => session.state().status === 'expired' && resolve());
    });
    const creating = create();
    await expired;
    session.signedIn({ accessToken: 'new', expiresIn: 300, ...person });
    expect((await creating).id).toBe('01CUSTOMER');
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1']);
  });

  it('gives up where fresh tokens are refused as well', async () => {
    answer('post', '/v1/auth/refresh', (_, count) => ({ body: { accessToken: `new ${count.toString()}`, expiresIn: 300, ...person } }));
    const sent = answer('post', '/v1/customers', () => ({ status: 401, problem: { code: 'unauthenticated' } }));
    await expect(create()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(sent).toHaveLength(3);
  });

  it('fails with the code of the problem and the seconds to wait', async () => {
    answer('post', '/v1/customers', () => ({ status: 429, problem: { code: 'too_many_requests' }, headers: { 'retry-after': '7' } }));
    await expect(create()).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 7 });
  });

  it('fails as unreachable where nothing answers', async () => {
    answer('post', '/v1/customers', () => 'no answer');
    await expect(create()).rejects.toMatchObject({ name: 'Unreachable' });
  });
});
