import { Unreachable } from './problems';

/** Pages and API have one origin. Nothing is sent while pages are exported. */
export const origin = typeof location === 'undefined' ? '' : location.origin;

const PATIENCE_MS = 30_000;

/** Sends a request once. Throws `Unreachable` where no answer comes. */
export async function send(request: Request): Promise<Response> {
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, timeout]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Unreachable('no answer', { cause: error });
  }
}
