import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import type { Problem, paths } from '@/lib/api';

export const server = setupServer();

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer Op> ? Op : never;
type Responses<Op> = Op extends { responses: infer R } ? R : never;
type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : undefined;
type Good<Op> = Json<Responses<Op>[(200 | 201 | 202 | 204) & keyof Responses<Op>]>;

export interface Asked {
  url: URL;
  headers: Headers;
  body: unknown;
  params: Readonly<Record<string, string | readonly string[] | undefined>>;
}

type Reply<Body> = { status?: number; body?: Body; problem?: Partial<Problem> & { code: string }; headers?: Record<string, string> } | 'no answer';

/** Answers an operation of the API in its types. Gives back what was asked, in order. */
export function answer<P extends keyof paths, M extends Method>(
  method: M,
  path: P,
  reply: (asked: Asked, count: number) => Reply<Good<Operation<P, M>>> | Promise<Reply<Good<Operation<P, M>>>>,
): Asked[] {
  const all: Asked[] = [];
  server.use(
    http[method](`*${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, async ({ request, params }) => {
      const text = await request.clone().text();
      const asked: Asked = { url: new URL(request.url), headers: request.headers, body: text ? (JSON.parse(text) as unknown) : undefined, params };
      all.push(asked);
      const given = await reply(asked, all.length);
      if (given === 'no answer') return HttpResponse.error();
      const { status = 200, body, problem, headers = {} } = given;
      if (problem) {
        const full: Problem = { type: 'about:blank', title: '', status, detail: '', requestId: 'request-1', ...problem };
        return HttpResponse.json(full, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
      }
      return body === undefined ? new HttpResponse(null, { status: 204, headers }) : HttpResponse.json(body as object, { status, headers });
    }),
  );
  return all;
}
