// What a first visit of each page loads, compressed with brotli. Fails above the budget.
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import path from 'node:path';

const OUT = fileURLToPath(new URL('../out', import.meta.url));
// Kilobytes of 1,000 bytes. A page that is not named here has the budget of `otherPages`.
const BUDGET = { '/login/': 200, '/register/': 200, '/invitation/': 200, '/': 190, '/customers/': 215, '/calls/': 215, '/calls/call/': 185, otherPages: 215 };
const CSS_BUDGET = 40;
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

const sizes = new Map();
async function size(file) {
  if (!sizes.has(file)) sizes.set(file, brotliCompressSync(await readFile(path.join(OUT, file)), QUALITY).length / 1000);
  return sizes.get(file);
}
async function total(html, pattern) {
  const files = new Set([...html.matchAll(pattern)].map((match) => match[1]));
  let sum = 0;
  for (const file of files) sum += await size(file);
  return sum;
}

let failed = false;
const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
const pages = entries
  .filter((entry) => entry.isFile() && entry.name === 'index.html')
  .map((entry) => `/${path.relative(OUT, entry.parentPath)}/`.replace('//', '/'))
  .filter((page) => !page.startsWith('/_'))
  .sort();
// The texts of one language are fetched by the first script, so no page names them; every page needs them.
const catalogue = await size(await catalogueFile('ar', ({ shell }) => shell.skip));
// And some need those of an area, which their own script fetches.
const areas = [
  { pages: /^\/(settings|operations)\//, size: await size(await catalogueFile('administration.ar', ({ inbox }) => inbox.hint)) },
  { pages: /^\/account\//, size: await size(await catalogueFile('account.ar', ({ profile }) => profile.nameHint)) },
  { pages: /^\/calls\/$/, size: await size(await catalogueFile('calls.ar', ({ customerChoice }) => customerChoice.hint)) },
  { pages: /^\/simulator\//, size: await size(await catalogueFile('simulator.ar', ({ simulator }) => simulator.hint)) },
  { pages: /^\/(invitation|register)\//, size: await size(await catalogueFile('registration.ar', ({ invitation }) => invitation.subtitle)) },
  { pages: /^\/$/, size: await size(await catalogueFile('dashboard.ar', ({ dashboard }) => dashboard.firstSteps)) },
];
const textsOf = (page) => catalogue + areas.filter((area) => area.pages.test(page)).reduce((sum, area) => sum + area.size, 0);
async function catalogueFile(messages, phraseOf) {
  const phrase = phraseOf(JSON.parse(await readFile(new URL(`../messages/${messages}.json`, import.meta.url), 'utf8')));
  const found = [];
  for (const name of await readdir(path.join(OUT, '_next/static/chunks'))) {
    const file = `_next/static/chunks/${name}`;
    if (name.endsWith('.js') && (await readFile(path.join(OUT, file), 'utf8')).includes(phrase)) found.push(file);
  }
  // A phrase that two files have would count the wrong one.
  if (found.length !== 1) throw new Error(`${found.length.toString()} chunks have the phrase of ${messages}: ${phrase}`);
  return found[0];
}
console.log('page'.padEnd(26), 'script'.padStart(8), 'budget'.padStart(8), 'css'.padStart(8), 'html'.padStart(8), '  kB (brotli)');
for (const page of pages) {
  const html = await readFile(path.join(OUT, page, 'index.html'), 'utf8');
  // `noModule` scripts are for browsers that this portal does not support; none of the supported ones loads them.
  const modern = html.replace(/<script[^>]*nomodule[^>]*><\/script>/gi, '');
  const script = textsOf(page) + (await total(modern, /<script[^>]+src="\/([^"]+\.js)"/g));
  const css = await total(modern, /<link[^>]+href="\/([^"]+\.css)"/g);
  const budget = BUDGET[page] ?? BUDGET.otherPages;
  const over = script > budget || css > CSS_BUDGET;
  failed ||= over;
  const cell = (value) => value.toFixed(1).padStart(8);
  console.log(page.padEnd(26), cell(script), cell(budget), cell(css), cell(brotliCompressSync(html, QUALITY).length / 1000), over ? '  OVER' : '');
}
console.log(`script includes the texts of one language (${catalogue.toFixed(1)} kB, and those of an area: ${areas.map((area) => area.size.toFixed(1)).join(', ')} kB)`);
if (failed) process.exit(1);
