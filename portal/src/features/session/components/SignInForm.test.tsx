import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { render } from '@/testing/render';
import { answer } from '@/testing/server';
import { SignInForm } from './SignInForm';

it.each([
  ['34', 'You can try again in 34 seconds.', 'Wait 34 s'],
  ['90', 'You can try again in 90 seconds.', 'Wait 90 s'],
  ['91', 'You can try again in 2 minutes.', 'Wait 2 min'],
  ['1200', 'You can try again in 20 minutes.', 'Wait 20 min'],
])('tells somebody who has to wait %s seconds for how long, once to those who listen', async (seconds, sentence, label) => {
  answer('post', '/v1/auth/login', () => ({ status: 429, problem: { code: 'too_many_requests' }, headers: { 'retry-after': seconds } }));
  render(<SignInForm email="robin@example.com" signedIn={vi.fn()} />);
  await userEvent.type(await screen.findByLabelText('Password', { exact: false, selector: 'input' }), 'not the password');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  const [seen, heard] = await screen.findAllByText(sentence);
  expect(seen?.getAttribute('aria-hidden')).toBe('true');
  expect(heard?.closest('[aria-hidden=true]')).toBeNull();
  const button = screen.getByRole('button', { name: label });
  expect((button as HTMLButtonElement).disabled).toBe(true);
});
