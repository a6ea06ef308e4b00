import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { templatesOf } from './buttons';
import { NEVER_PRESSED } from './exceptions';
import { leftOut } from './judge';
import { operationsOf } from './operations';
import { ATTACHMENT, type Usage } from './usage';

/** Of stacks with other data; see `playwright.config.ts`. */
const NOT_OF_THE_SUITE = ['tour', 'large', 'bench'];

/**
 * Fails a run in which every test has passed, and which left out an operation of the client or a button. A run of some
 * tests only is not judged, and fails where the whole was asked for (`WHOLE_RUN`).
 */
export default class CoverageReporter implements Reporter {
  #config: FullConfig | undefined;
  #planned = new Set<string>();
  readonly #usages: Usage[] = [];

  onBegin(config: FullConfig, suite: Suite): void {
    this.#config = config;
    this.#planned = new Set(suite.allTests().map(({ location }) => location.file));
  }

  onTestEnd({ location }: TestCase, { attachments }: TestResult): void {
    // The looks only look: what they open, the flows have to open and use.
    if (location.file.includes(`${path.sep}a11y${path.sep}`)) return;
    for (const { name, body } of attachments) if (name === ATTACHMENT && body) this.#usages.push(JSON.parse(body.toString()) as Usage);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (status !== 'passed' || !this.#config) return undefined;
    const portal = path.dirname(this.#config.rootDir);
    const files = (await readdir(path.join(portal, 'e2e'), { recursive: true })).filter((file) => file.endsWith('.spec.ts') && !file.includes('node_modules') && !NOT_OF_THE_SUITE.includes(file.split(path.sep)[0] ?? ''));
    const unplanned = files.filter((file) => !this.#planned.has(path.join(portal, 'e2e', file)));
    if (unplanned.length > 0) {
      if (!process.env.WHOLE_RUN) return undefined;
      console.error(`\n  Not part of this run: ${unplanned.join(', ')}\n`);
      return { status: 'failed' };
    }
    const messages = (await readdir(path.join(portal, 'messages'))).filter((file) => /(^|\.)en\.json$/.test(file));
    const trees = await Promise.all(messages.map(async (file) => JSON.parse(await readFile(path.join(portal, 'messages', file), 'utf8')) as Parameters<typeof templatesOf>[0]));
    const operations = await operationsOf(path.join(portal, 'src'));
    const left = leftOut(this.#usages, { operations, templates: trees.flatMap((tree) => templatesOf(tree)), neverPressed: NEVER_PRESSED });
    if (left.length === 0) {
      console.log(`  All ${operations.length.toString()} operations of the client were sent, and all buttons pressed.`);
      return undefined;
    }
    console.error(`\n  ${left.join('\n  ')}\n`);
    return { status: 'failed' };
  }
}
