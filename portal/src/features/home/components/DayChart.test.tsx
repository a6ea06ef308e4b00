import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { render } from '@/testing/render';
import { DayChart } from './DayChart';

const columns = [
  { date: '2026-11-26', values: { spoken: 3, missed: 1 } },
  { date: '2026-11-27', values: { spoken: 0, missed: 2 } },
];
const series = [
  { key: 'spoken', label: 'Conversations' },
  { key: 'missed', label: 'Not reached' },
] as const;

it('draws a bar for each day, says what it shows, and shows the same as a table', async () => {
  render(<DayChart title="Calls" series={series} columns={columns} />);
  const image = screen.getByLabelText('6 in all, from 26 Nov to 27 Nov');
  const blocks = [...image.querySelectorAll('rect')].map((block) => [block.dataset.series, block.getAttribute('x'), block.getAttribute('height')]);
  expect(blocks).toEqual([
    ['spoken', '1', '75'],
    ['missed', '1', '25'],
    ['missed', '11', '50'],
  ]);
  expect([...document.querySelectorAll('li')].map((line) => line.textContent)).toEqual(['Conversations 3', 'Not reached 3']);

  expect(document.querySelector('table')).toBeNull();
  await userEvent.click(screen.getByText('As a table'));
  await waitFor(() => expect(document.querySelector('table')).not.toBeNull());
  const rows = [...document.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Day', 'Conversations', 'Not reached'],
    ['27 Nov', '0', '2'],
    ['26 Nov', '3', '1'],
  ]);
});
