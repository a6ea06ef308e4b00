import { beforeEach, expect, it } from 'vitest';
import { session } from '@/lib/api';
import { recordStore } from '@/lib/records';
import { customer, person } from '@/testing/records';
import { answer } from '@/testing/server';
import { bulk } from './bulk';

const many = (count: number) => Array.from({ length: count }, (_, number) => customer({ id: `01CUSTOMER${number.toString().padStart(3, '0')}`, version: 1, tags: ['old'] }));
const sent = (body: unknown) => body as { action: string; tags?: string[]; customers: { id: string; version: number }[] };

function answerAll(outcome: (id: string, version: number) => { outcome: 'done' | 'gone' | 'stale_version'; version?: number } = (_, version) => ({ outcome: 'done', version: version + 1 })) {
  return answer('post', '/v1/customers/bulk', ({ body }) => ({ body: { customers: sent(body).customers.map(({ id, version }) => ({ id, ...outcome(id, version) })) } }));
}

beforeEach(() => {
  recordStore.clear();
  session.signedIn({ accessToken: 'token', expiresIn: 300, ...person });
});

it('asks for a hundred at a time, and knows every one afterwards', async () => {
  const asked = answerAll();
  const all = many(120);
  const result = await bulk({ action: 'add_tags', tag: 'vip' }, all);
  expect(asked.map(({ body }) => sent(body).customers.length)).toEqual([100, 20]);
  expect(sent(asked[0]?.body)).toMatchObject({ action: 'add_tags', tags: ['vip'], customers: { 0: { id: all[0]?.id, version: 1 } } });
  expect(result).toMatchObject({ refused: [], isOutdated: false });
  expect(result.done).toHaveLength(120);
  expect(recordStore.project(all)[119]).toMatchObject({ version: 2, tags: ['old', 'vip'] });
  expect(recordStore.changes()).toEqual([]);
});

it('shows the change at once, and takes back alone what is refused', async () => {
  const all = many(3);
  let answerNow: () => void = () => undefined;
  answer('post', '/v1/customers/bulk', async () => {
    await new Promise<void>((resolve) => (answerNow = resolve));
    return {
      body: {
        customers: [
          { id: '01CUSTOMER000', outcome: 'done' as const, version: 2 },
          { id: '01CUSTOMER001', outcome: 'stale_version' as const, version: 7 },
          { id: '01CUSTOMER002', outcome: 'done' as const, version: 2 },
        ],
      },
    };
  });
  const running = bulk({ action: 'remove_tags', tag: 'old' }, all);
  await expect.poll(() => recordStore.project(all).map(({ tags }) => tags.length)).toEqual([0, 0, 0]);
  await expect.poll(() => (answerNow(), recordStore.changes())).toEqual([]);
  const { done, refused, isOutdated } = await running;
  expect(recordStore.project(all).map(({ tags }) => tags.length)).toEqual([0, 1, 0]);
  expect([done.length, refused.map(({ code }) => code), isOutdated]).toEqual([2, ['stale_version'], true]);
});

it('takes deleted ones out of lists, and brings them back from the version of their deletion', async () => {
  const all = many(2);
  const asked = answerAll();
  const { done } = await bulk({ action: 'delete' }, all);
  expect(recordStore.project({ items: all }).items).toEqual([]);
  await bulk({ action: 'restore' }, done);
  expect(sent(asked[1]?.body)).toEqual({ action: 'restore', customers: all.map(({ id }) => ({ id, version: 2 })) });
  expect(recordStore.project({ items: all }).items).toMatchObject([{ version: 3 }, { version: 3 }]);
});

it('goes on from what another page has saved', async () => {
  const [one] = many(1);
  recordStore.learn({ ...one, version: 5, tags: ['new'] });
  const asked = answerAll();
  await bulk({ action: 'add_tags', tag: 'vip' }, one ? [one] : []);
  expect(sent(asked[0]?.body).customers).toMatchObject([{ version: 5 }]);
  expect(recordStore.newest('01CUSTOMER000')).toMatchObject({ version: 6, tags: ['new', 'vip'] });
});

it('wants lists to be read again where more has changed than was asked for', async () => {
  answerAll((_, version) => ({ outcome: 'done', version: version + 3 }));
  expect((await bulk({ action: 'add_tags', tag: 'vip' }, many(1))).isOutdated).toBe(true);
});

it('says of each why nothing was done where the request failed', async () => {
  answer('post', '/v1/customers/bulk', (_, count) => (count === 1 ? 'no answer' : { status: 403, problem: { code: 'forbidden' } }));
  const all = many(2);
  for (const code of ['unreachable', 'forbidden']) {
    const { done, refused } = await bulk({ action: 'delete' }, all);
    expect([done, refused.map((each) => each.code)]).toEqual([[], [code, code]]);
    expect(recordStore.project({ items: all }).items).toHaveLength(2);
  }
});
