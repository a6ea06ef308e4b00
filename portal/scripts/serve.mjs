// Serves the built portal and passes /v1 to the API, so that both have one origin: the refresh cookie needs it.
// For tests and local work on loopback:
//   node scripts/serve.mjs --api http://127.0.0.1:8787 [--port 8788]
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const OUT = fileURLToPath(new URL('../out', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The response headers of a path: every rule that matches, later ones win. */
export function headersOf(rules, pathname) {
  const matching = rules.filter(({ path: pattern }) =>
    pattern.endsWith('*') ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern,
  );
  return Object.assign({}, ...matching.map(({ headers }) => headers));
}

async function fileOf(pathname) {
  const file = path.join(OUT, path.normalize(decodeURIComponent(pathname)));
  if (file !== OUT && !file.startsWith(OUT + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  if (!found?.isDirectory()) return null;
  const index = path.join(file, 'index.html');
  return (await stat(index).catch(() => null))?.isFile() ? index : null;
}

function pass(api, request, response) {
  const upstream = http.request(
    new URL(request.url, api),
    { method: request.method, headers: { ...request.headers, host: api.host } },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', () => {
    if (response.headersSent) return response.destroy();
    response.writeHead(502, { 'content-type': 'text/plain' }).end('The API does not answer.\n');
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

async function serveFile(rules, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return response.writeHead(405, { allow: 'GET, HEAD' }).end();
  }
  const { pathname, search } = new URL(request.url, 'http://localhost');
  let status = 200;
  let file = await fileOf(pathname).catch(() => null);
  if (file?.endsWith('index.html') && !pathname.endsWith('/') && !pathname.endsWith('.html')) {
    return response.writeHead(308, { location: `${pathname}/${search}` }).end();
  }
  if (!file) {
    status = 404;
    file = path.join(OUT, '404.html');
  }
  const { size } = await stat(file);
  response.writeHead(status, {
    ...headersOf(rules, status === 404 ? '/404.html' : pathname),
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': size,
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file).pipe(response);
}

/** Starts the server on loopback; resolves to its address and a way to stop it. */
export async function serve({ api, port = 0 }) {
  const { rules } = JSON.parse(await readFile(new URL('../headers.json', import.meta.url), 'utf8'));
  const target = new URL(api);
  const server = http.createServer((request, response) => {
    if (request.url.startsWith('/v1/')) pass(target, request, response);
    else serveFile(rules, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { api: { type: 'string' }, port: { type: 'string' } } });
  const api = values.api ?? process.env.NAVAIA_API;
  if (!api) {
    console.error('Say where the API is: --api http://127.0.0.1:8787, or NAVAIA_API.');
    process.exit(2);
  }
  const { url } = await serve({ api, port: Number(values.port ?? 8788) });
  console.log(`The portal is at ${url}`);
}
