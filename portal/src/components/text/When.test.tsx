import { expect, it } from 'vitest';
import { session } from '@/lib/api';
import { person } from '@/testing/records';
import { render } from '@/testing/render';
import { act } from '@testing-library/react';
import { When } from './When';

it('has the clock of the person beside it: the one that they have chosen', () => {
  const { container } = render(<When at="2026-11-01T10:00:00Z" as="both" />);
  act(() => session.userChanged({ ...person.user, timeZone: 'Asia/Riyadh', version: 2 }));
  expect(container.textContent).toContain('05:00');
  expect(container.textContent).toContain('13:00');
  act(() => session.userChanged({ ...person.user, timeZone: 'America/New_York', version: 3 }));
  expect(container.textContent).not.toContain('13:00');
});
