import { fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { person } from '@/testing/records';
import { render } from '@/testing/render';
import { Sidebar } from './Sidebar';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }), usePathname: () => '/' }));
vi.mock('@/lib/i18n', async (original) => ({ ...(await original<object>()), useLanguage: () => ({ language: 'en', choose: () => undefined, follow: () => undefined }) }));

it('opens the menu of the person for whoever pressed its button before it was there', async () => {
  let beIdle: () => void = () => undefined;
  vi.stubGlobal('requestIdleCallback', (show: () => void) => {
    beIdle = show;
    return 1;
  });
  vi.stubGlobal('cancelIdleCallback', () => undefined);
  render(<Sidebar help={() => undefined} closeMenu={() => undefined} />);
  fireEvent.click(screen.getByRole('button', { name: new RegExp(person.user.name) }));
  expect(screen.queryByText(person.user.email)).toBeNull();
  beIdle();
  expect(await screen.findByText(person.user.email)).toBeDefined();
});
