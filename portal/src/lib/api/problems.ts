import type { components } from './schema';

export type Problem = components['schemas']['Problem'];
export type FieldError = components['schemas']['FieldError'];
export type InvalidCode = components['schemas']['InvalidCode'];

/** The API answered with a problem (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly problem: Problem,
    /** Seconds to wait before another try, where the answer names them. */
    readonly retryAfter?: number,
  ) {
    super(problem.code);
  }

  get code(): string {
    return this.problem.code;
  }
}

/** No answer came: the network is gone, the server is down, or it took too long. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export function isProblem(error: unknown, ...codes: string[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
}

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What a request answered; throws `ApiError` where that was a problem. */
export async function answered<Data>(request: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (response.ok) return data as Data;
  const retryAfter = Number(response.headers.get('retry-after'));
  throw new ApiError(problemOf(error, response), Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined);
}

/** Gateways and proxies answer in other forms than the API does. */
function problemOf(body: unknown, response: Response): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body) return body as Problem;
  return {
    type: 'about:blank',
    code: response.status === 502 || response.status === 503 || response.status === 504 ? 'unavailable' : 'unknown',
    title: response.statusText,
    status: response.status,
    detail: '',
    requestId: response.headers.get('x-request-id') ?? '',
  };
}
