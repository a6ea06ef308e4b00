import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { render } from '@/testing/render';
import { DataTable } from './DataTable';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

function Table() {
  const [selected, change] = useState<ReadonlySet<string>>(new Set());
  const columns = [{ id: 'name', title: 'Name', width: 100, cell: ({ id }: { id: string }) => <a href={`/${id}`} data-row-link="">{id}</a> }];
  return (
    <>
      <p data-testid="selected">{[...selected].sort().join('')}</p>
      <DataTable label="Things" columns={columns} rows={rows} isBusy={({ id }) => id === 'c'} selection={{ selected, change, nameOf: ({ id }) => id }} />
    </>
  );
}

const click = (name: string, shiftKey = false) => fireEvent.click(screen.getByLabelText(`Select ${name}`), { shiftKey });
const selected = () => screen.getByTestId('selected').textContent;

beforeEach(() => {
  render(<Table />);
});

it('selects rows one by one, and all that are loaded', () => {
  click('a');
  click('d');
  expect(selected()).toBe('ad');
  fireEvent.click(screen.getByLabelText('Select all loaded rows'));
  expect(selected()).toBe('abcde');
});

it('selects the rows between with Shift, in both directions, but for those that are on their way', () => {
  click('b');
  click('e', true);
  expect(selected()).toBe('bde');
  click('a', true);
  expect(selected()).toBe('abde');
});

it('leaves out a range in the same way', () => {
  click('a');
  click('e', true);
  click('d');
  click('b', true);
  expect(selected()).toBe('ae');
});

it('selects a range by keys', () => {
  const link = (name: string) => screen.getByText(name);
  fireEvent.keyDown(link('a'), { key: 'x' });
  fireEvent.keyDown(link('d'), { key: 'X', shiftKey: true });
  expect(selected()).toBe('abd');
});
