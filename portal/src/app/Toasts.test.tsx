import { notifications } from '@mantine/notifications';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { render } from '@/testing/render';
import Toasts from './Toasts';

it('closes a message by a button that has a name', async () => {
  render(<Toasts />);
  act(() => {
    notifications.show({ message: 'Your password is changed' });
  });
  await screen.findByText('Your password is changed');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByText('Your password is changed')).toBeNull());
});
