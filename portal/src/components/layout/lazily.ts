import { type ComponentType, lazy } from 'react';

/** Fetches a part of the page when there is a network: a failure would be kept until the page is loaded anew. */
export async function whenOnline<T>(load: () => Promise<T>): Promise<T> {
  if (!navigator.onLine) await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }));
  return load();
}

/** As React's `lazy`, but waits for the network. */
export function lazily<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() => whenOnline(load));
}
