import { beforeEach, expect, it } from 'vitest';
import { session } from '@/lib/api';
import { questions, recordEditor, recordStore } from '@/lib/records';
import { person } from '@/testing/records';
import { answer } from '@/testing/server';
import type { Settings } from '../model/settings';
import { getSettings, settingsRequests } from './business';

const first = { name: 'Harbour Dental', timeZone: 'America/New_York', defaultRegion: 'US', createdAt: '2026-11-01T10:00:00Z', updatedAt: '2026-11-01T10:00:00Z', version: 1 };
const stale = { status: 412, problem: { code: 'stale_version', currentVersion: 2 } };
const save = (begun: Settings, patch: object) => recordEditor.edit(settingsRequests, begun, { ...patch });

beforeEach(() => {
  recordStore.clear();
  session.signedIn({ accessToken: 'token', expiresIn: 300, ...person });
});

it('goes on from what another person has saved of another member', async () => {
  const reads = answer('get', '/v1/settings', (_, count) => ({ body: count === 1 ? first : { ...first, timeZone: 'Asia/Riyadh', version: 2 } }));
  const edits = answer('patch', '/v1/settings', (_, count) => (count === 1 ? stale : { body: { ...first, timeZone: 'Asia/Riyadh', name: 'Bright', version: 3 } }));
  const saved = await save(await getSettings(), { name: 'Bright' });
  expect(saved).toMatchObject({ name: 'Bright', timeZone: 'Asia/Riyadh', version: 3 });
  expect(edits.map(({ headers, body }) => [headers.get('if-match'), body])).toEqual([
    ['"1"', { name: 'Bright' }],
    ['"2"', { name: 'Bright' }],
  ]);
  expect(reads).toHaveLength(2);
});

it('asks where both have changed the same', async () => {
  answer('get', '/v1/settings', (_, count) => ({ body: count === 1 ? first : { ...first, name: 'Theirs', version: 2 } }));
  const edits = answer('patch', '/v1/settings', (_, count) => (count === 1 ? stale : { body: { ...first, name: 'Mine', version: 3 } }));
  const saving = save(await getSettings(), { name: 'Mine' });
  await expect.poll(() => questions.conflict()).not.toBeNull();
  const conflict = questions.conflict();
  expect(conflict?.theirs).toMatchObject({ name: 'Theirs' });
  conflict?.answer({ keepMine: conflict.paths });
  expect(await saving).toMatchObject({ name: 'Mine', version: 3 });
  expect(edits).toHaveLength(2);
});

it('gives up where the newer version cannot be read', async () => {
  answer('get', '/v1/settings', (_, count) => (count === 1 ? { body: first } : { status: 500, problem: { code: 'internal_error' } }));
  answer('patch', '/v1/settings', () => stale);
  await expect(save(await getSettings(), { name: 'Mine' })).rejects.toThrow('internal_error');
});
