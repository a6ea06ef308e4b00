// Writes src/lib/api/schema.d.ts from the API's document. `--stdout` prints it instead, for the test that compares both.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../infra/openapi.json', import.meta.url);
const SCHEMA = new URL('../src/lib/api/schema.d.ts', import.meta.url);
const HEADER = '// Made from infra/openapi.json by `npm run generate`. Do not edit.\n\n';

export async function generateSchema() {
  const document = JSON.parse(await readFile(DOCUMENT, 'utf8'));
  return HEADER + astToString(await openapiTS(document, { alphabetize: false }));
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const schema = await generateSchema();
  if (process.argv.includes('--stdout')) process.stdout.write(schema);
  else await writeFile(SCHEMA, schema);
}
