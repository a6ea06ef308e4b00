// Compiles the texts, so that the portal carries no parser of their syntax. Called by next.config.ts.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import compile from 'icu-minify/compile';

const MESSAGES = new URL('../messages/', import.meta.url);
const COMPILED = new URL('../.messages/', import.meta.url);

function compiled(messages) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? compile(value) : compiled(value)]),
  );
}

export function compileMessages() {
  mkdirSync(fileURLToPath(COMPILED), { recursive: true });
  for (const file of readdirSync(MESSAGES)) {
    writeFileSync(new URL(file, COMPILED), JSON.stringify(compiled(JSON.parse(readFileSync(new URL(file, MESSAGES), 'utf8')))));
  }
}
