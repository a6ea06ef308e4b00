import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { leaveWith, registerLeaveDialog, useUnsavedChanges } from './unsaved';

it('leaves at once where nothing is typed', () => {
  const leave = vi.fn();
  leaveWith(leave);
  expect(leave).toHaveBeenCalledOnce();
});

it('asks where something is typed, also if the dialog comes later', () => {
  const form = renderHook(() => useUnsavedChanges(true));
  const [first, second] = [vi.fn(), vi.fn()];
  leaveWith(first);
  leaveWith(second);
  const ask = vi.fn<(leave: () => void) => void>();
  const unregister = registerLeaveDialog(ask);
  expect(ask).toHaveBeenCalledOnce();
  expect(second).not.toHaveBeenCalled();
  ask.mock.calls[0]?.[0]();
  expect(second).toHaveBeenCalledOnce();
  expect(first).not.toHaveBeenCalled();
  unregister();
  form.unmount();
});

it('forgets what was wanted once somebody has left', () => {
  const form = renderHook(() => useUnsavedChanges(true));
  const [before, after] = [vi.fn(), vi.fn()];
  leaveWith(before);
  form.unmount();
  leaveWith(after);
  const ask = vi.fn();
  registerLeaveDialog(ask)();
  expect(after).toHaveBeenCalledOnce();
  expect(ask).not.toHaveBeenCalled();
  expect(before).not.toHaveBeenCalled();
});
