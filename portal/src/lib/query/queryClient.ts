import { QueryClient } from '@tanstack/react-query';
import { ApiError, Unreachable } from '@/lib/api';

const FRESH_MS = 15_000;
const TRIES_AGAIN = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // Without the network a request fails and says so; it does not wait unseen.
      networkMode: 'always',
      retry: (failures, error) => failures < TRIES_AGAIN && mayPass(error),
      retryDelay: (failures, error) =>
        error instanceof ApiError && error.retryAfter !== undefined ? error.retryAfter * 1000 : 500 * 2 ** failures,
    },
  },
});

/** Whether the same request may well succeed a moment later. */
function mayPass(error: Error): boolean {
  if (error instanceof Unreachable) return typeof navigator === 'undefined' || navigator.onLine;
  return error instanceof ApiError && (error.problem.status === 429 || error.problem.status === 503 || error.problem.status === 502);
}
