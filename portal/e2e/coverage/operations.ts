import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** "PATCH /v1/customers/{id}" */
export type Operation = string;

/** Every operation that the portal's sources send by the typed client. */
export async function operationsOf(folder: string): Promise<Operation[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file));
  const sources = await Promise.all(files.map(async (file) => ({ file, text: await readFile(path.join(folder, file), 'utf8') })));
  const clients = sources.flatMap(({ text }) => [...text.matchAll(/const (\w+) = createClient</g)].map(([, name]) => name));
  if (clients.length === 0) throw new Error(`No client is made in ${folder}.`);
  const operations = sources.flatMap(({ file, text }) => operationsIn(file, text, clients.join('|')));
  return [...new Set(operations)].sort();
}

function operationsIn(file: string, text: string, clients: string): Operation[] {
  const requests = [...text.matchAll(new RegExp(`\\b(?:${clients})\\s*\\.(GET|PUT|POST|PATCH|DELETE)\\(\\s*('[^']*')?`, 'g'))];
  return requests.map(([, method = '', address]) => {
    if (address === undefined) throw new Error(`${file} sends a ${method} whose address is not written there.`);
    return `${method} ${address.slice(1, -1)}`;
  });
}

/** Which of the operations a request was; the one that names most of its path. */
export function operationOf(request: string, operations: readonly Operation[]): Operation | undefined {
  const isOf = (operation: Operation) => new RegExp(`^${operation.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(request);
  const variables = (operation: Operation) => operation.split('{').length;
  return operations.filter(isOf).sort((a, b) => variables(a) - variables(b))[0];
}
