import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { origin, send } from './send';

/** For the few requests that carry no access token of the session. */
export const publicApi = createClient<paths>({ baseUrl: origin, fetch: send });
