import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { origin, send } from './send';
import type { Session } from './session';
import { session } from './browserSession';

// A token that was fetched a moment ago and is refused again will not be accepted the third time.
const TRIES = 3;

/**
 * Sends requests in the name of the person. A refused token is replaced and the same request sent again, with the same
 * headers and body; where the session has ended that waits until the person has signed in again.
 */
export function authorised(of: Session): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await of.accessToken();
      request.signal.throwIfAborted();
      const copy = request.clone();
      copy.headers.set('authorization', `Bearer ${token}`);
      const response = await send(copy);
      if (response.status !== 401 || attempt === TRIES) return response;
      await of.refused(token);
    }
  };
}

/** Sends a request in the name of the person, once: where the token is refused, so is the request. */
function once(of: Session): (request: Request) => Promise<Response> {
  return async (request) => {
    request.headers.set('authorization', `Bearer ${await of.accessToken()}`);
    return send(request);
  };
}

export const api = createClient<paths>({ baseUrl: origin, fetch: authorised(session) });

/** For what goes on by itself: it asks nobody to sign in again. */
export const askedOnce = createClient<paths>({ baseUrl: origin, fetch: once(session) });
