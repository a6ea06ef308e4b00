import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { session } from '@/lib/api';
import { questions, recordStore } from '@/lib/records';
import { person } from '@/testing/records';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import { ProfilePage } from './ProfilePage';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }), usePathname: () => '/account/profile/' }));
vi.mock('@/lib/i18n', async (original) => ({ ...(await original<object>()), AreaTexts: ({ children }: { children: React.ReactNode }) => children }));

const { user, tenant } = person;
/** Edits a field as keys and mouse would, without the time that it takes to work out what each of them meets. */
function enter(field: string, value: string): void {
  fireEvent.click(screen.getByLabelText(`Edit: ${field}`));
  fireEvent.change(screen.getByLabelText(field), { target: { value } });
  fireEvent.submit(screen.getByLabelText(`Edit: ${field}`));
}
const own = () => session.person?.user;

async function open(): Promise<void> {
  answer('get', '/v1/auth/me', () => ({ body: { user, tenant, sessionId: '01SESSION' } }));
  render(<ProfilePage />);
  await screen.findByText('robin@example.com');
}

beforeEach(() => recordStore.clear());

it('keeps a language, and clears it again', async () => {
  const edits = answer('patch', '/v1/auth/me', ({ body }, count) => {
    const { language } = body as { language: string | null };
    return { body: { ...user, version: 1 + count, ...(language === null ? {} : { language }) } };
  });
  await open();
  enter('Language', 'ar');
  await waitFor(() => expect(own()?.language).toBe('ar'));
  expect(screen.getByText('العربية')).toBeDefined();
  enter('Language', '');
  await waitFor(() => expect(own()?.version).toBe(3));
  expect(own()?.language).toBeUndefined();
  expect(edits.map(({ body, headers }) => [body, headers.get('if-match')])).toEqual([
    [{ language: 'ar' }, '"1"'],
    [{ language: null }, '"2"'],
  ]);
});

it('shows the clock of the zone that is kept', async () => {
  answer('patch', '/v1/auth/me', () => ({ body: { ...user, timeZone: 'Asia/Riyadh', version: 2 } }));
  await open();
  enter('Time zone', 'Asia/Riyadh');
  await waitFor(() => expect(own()?.timeZone).toBe('Asia/Riyadh'));
  expect(screen.getByText('Asia/Riyadh')).toBeDefined();
});

it('says at the field what is refused', async () => {
  const errors = [{ pointer: '/name', code: 'empty' as const, detail: '' }];
  answer('patch', '/v1/auth/me', () => ({ status: 422, problem: { code: 'validation_failed', errors } }));
  await open();
  enter('Name', ' ');
  expect(await screen.findByText('This cannot be empty.')).toBeDefined();
  expect(own()?.name).toBe('Robin');
});

it('asks where another device has saved another name', async () => {
  const theirs = { ...user, name: 'Theirs', version: 2 };
  const edits = answer('patch', '/v1/auth/me', (_, count) =>
    count === 1 ? { status: 412, problem: { code: 'stale_version', currentVersion: 2, current: theirs as unknown as Record<string, never> } } : { body: { ...user, name: 'Mine', version: 3 } },
  );
  await open();
  enter('Name', 'Mine');
  await waitFor(() => expect(questions.conflict()?.theirs).toMatchObject({ name: 'Theirs' }));
  const conflict = questions.conflict();
  conflict?.answer({ keepMine: conflict.paths });
  await waitFor(() => expect(own()).toMatchObject({ name: 'Mine', version: 3 }));
  expect(edits.map(({ headers }) => headers.get('if-match'))).toEqual(['"1"', '"2"']);
});
