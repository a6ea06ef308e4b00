import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { customer } from '@/testing/records';
import { render } from '@/testing/render';
import type { Action, BulkResult } from '../api/bulk';
import SelectionBar from './SelectionBar';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }), usePathname: () => '/customers/' }));
vi.mock('@/lib/i18n', async (original) => ({ ...(await original<object>()), AreaTexts: ({ children }: { children: React.ReactNode }) => children }));

const two = [customer({ id: '01A', name: 'Maya', tags: ['vip', 'old'] }), customer({ id: '01B', name: 'Omar', tags: ['vip'] })];

function show(result: BulkResult | null = null, customers = two) {
  const run = vi.fn<(action: Action) => void>();
  const dismiss = vi.fn();
  render(<SelectionBar customers={customers} isRunning={false} result={result} clear={() => undefined} remove={() => undefined} run={run} dismiss={dismiss} />);
  return { run, dismiss };
}

it('adds a tag that is typed', async () => {
  const { run } = show();
  fireEvent.click(screen.getByText('Add tag'));
  const field = await screen.findByLabelText('Tag');
  fireEvent.change(field, { target: { value: '  ' } });
  expect(screen.getByText('Apply').closest('button')).toHaveProperty('disabled', true);
  fireEvent.change(field, { target: { value: ' new ' } });
  fireEvent.click(screen.getByText('Apply'));
  expect(run).toHaveBeenCalledExactlyOnceWith({ action: 'add_tags', tag: 'new' });
});

it('removes one of the tags that the customers have', async () => {
  const { run } = show();
  fireEvent.click(screen.getByText('Remove tag'));
  const menu = await screen.findByRole('menu');
  expect(within(menu).getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['old', 'vip']);
  fireEvent.click(within(menu).getByText('vip'));
  expect(run).toHaveBeenCalledExactlyOnceWith({ action: 'remove_tags', tag: 'vip' });
});

it('says how many it is done for, and of the others why not', () => {
  const [maya, omar] = two;
  if (!maya || !omar) throw new Error('There are two.');
  const refused = [
    { customer: maya, code: 'stale_version' },
    { customer: omar, code: 'validation_failed' },
    { customer: customer({ id: '01C', name: 'Noor' }), code: 'code_of_a_newer_api' },
  ];
  const { dismiss } = show({ done: [], refused, isOutdated: true }, []);
  expect(screen.getByRole('status').textContent).toBe('0 done3 not');
  const reasons = within(screen.getByRole('list', { name: 'Not done' })).getAllByRole('listitem');
  expect(reasons.map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^MayaAnother person changed this/),
    'OmarThis customer has 20 tags already.',
    expect.stringMatching(/^NoorThe server could not do this/),
  ]);
  fireEvent.click(screen.getByLabelText('Close the result'));
  expect(dismiss).toHaveBeenCalledOnce();
});
