import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('has the types of the document of the API as it is now', async () => {
  const { stdout } = await promisify(execFile)('node', ['scripts/generate-client.mjs', '--stdout'], { maxBuffer: 1 << 24 });
  const checkedIn = await readFile('src/lib/api/schema.d.ts', 'utf8');
  expect(checkedIn === stdout, 'npm run generate writes it anew').toBe(true);
}, 60_000);
