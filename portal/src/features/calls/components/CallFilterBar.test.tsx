import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { render } from '@/testing/render';
import type { CallFilter } from '../model/callFilter';
import { CallFilterBar } from './CallFilterBar';

it('keeps what was chosen just before, although it is not shown yet', () => {
  let filter: CallFilter = { time: {} };
  // The address is written at once, the page follows later.
  render(<CallFilterBar filter={filter} change={(edit) => (filter = edit(filter))} customer={null} beside={null} />);
  fireEvent.change(screen.getByLabelText('First day'), { target: { value: '2026-11-13' } });
  fireEvent.change(screen.getByLabelText('Last day'), { target: { value: '2026-11-17' } });
  fireEvent.change(screen.getByLabelText('Status'), { target: { value: 'voicemail' } });
  expect(filter).toEqual({ status: 'voicemail', time: { from: '2026-11-13', to: '2026-11-17' } });
});
