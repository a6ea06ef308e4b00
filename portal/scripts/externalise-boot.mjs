// Moves the inline scripts of every exported page into one file a page, named by its content, so that the policy
// `script-src 'self'` needs neither hashes nor 'unsafe-inline'. They run in the order they had.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const INLINE = /<script(?![^>]*\ssrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g;

/** The page without inline scripts, and the file that replaces them (null if it had none). */
export function externalise(html) {
  const bodies = [];
  let place = -1;
  const kept = html.replace(INLINE, (_, body, offset) => {
    if (place < 0) place = offset;
    bodies.push(body);
    return '';
  });
  if (bodies.length === 0) return { html, script: null };
  const source = bodies.join(';\n');
  const name = `${createHash('sha256').update(source).digest('hex').slice(0, 20)}.js`;
  const tag = `<script src="/_next/static/boot/${name}"></script>`;
  return { html: kept.slice(0, place) + tag + kept.slice(place), script: { name, source } };
}

async function run(out) {
  const boot = path.join(out, '_next/static/boot');
  await mkdir(boot, { recursive: true });
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { html, script } = externalise(await readFile(file, 'utf8'));
    if (!script) continue;
    await writeFile(path.join(boot, script.name), script.source);
    await writeFile(file, html);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(fileURLToPath(new URL('../out', import.meta.url)));
