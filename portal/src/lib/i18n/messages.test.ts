import { type MessageFormatElement, TYPE, parse } from '@formatjs/icu-messageformat-parser';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language';

interface Tree {
  [key: string]: string | Tree;
}

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)])),
  );
}

function placeholders(elements: readonly MessageFormatElement[]): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    names.add(element.value);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const { value } of Object.values(element.options)) for (const name of placeholders(value)) names.add(name);
    }
  }
  return names;
}

function plurals(elements: readonly MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => plurals(value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inner] : inner;
  });
}

/** All files of a language: that of every page, and those of areas. */
function catalogues(language: string): Tree[] {
  const files = readdirSync('messages').filter((file) => file === `${language}.json` || file.endsWith(`.${language}.json`));
  return files.map((file) => JSON.parse(readFileSync(`messages/${file}`, 'utf8')) as Tree);
}

const textsOf = (language: string) => flat(Object.assign({}, ...catalogues(language)) as Tree);
const english = textsOf('en');
const arabic = textsOf('ar');

describe('texts', () => {
  it('of an area do not hide those of another, or of every page', () => {
    const all = catalogues('en').flatMap((texts) => Object.keys(texts));
    expect(new Set(all).size).toBe(all.length);
  });

  it('are there in both languages', () => {
    expect([...arabic.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('take the same values in both languages', () => {
    const valuesOf = (text: string) => [...placeholders(parse(text))].sort().join();
    expect([...english].filter(([key, text]) => valuesOf(arabic.get(key) ?? '') !== valuesOf(text))).toEqual([]);
  });

  it.each(LANGUAGES)('have every plural form of their language: %s', (language) => {
    const forms = [...textsOf(language)].flatMap(([key, text]) => plurals(parse(text)).map((each) => [key, each.sort().join()] as const));
    expect(forms.length).toBeGreaterThan(5);
    const all = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort().join();
    expect(forms.filter(([, each]) => each !== all)).toEqual([]);
  });

  it('are translated', () => {
    const sameInBoth = ['shell.searchKeys', 'home.clock', 'time.in', 'carriers.twilio', 'carriers.exotel'];
    const letters = (text: string) => text.replaceAll(/\{[^{}]*\}/g, '').replaceAll(/[^\p{L}]/gu, '');
    const english = [...arabic].filter(([key, text]) => letters(text) !== '' && !sameInBoth.includes(key) && !/\p{Script=Arabic}/u.test(text));
    expect(english).toEqual([]);
  });
});

describe('codes of the API', () => {
  const document = JSON.parse(readFileSync('../infra/openapi.json', 'utf8')) as unknown;

  function codesOf(value: unknown, found = new Set<string>()): Set<string> {
    if (Array.isArray(value)) for (const item of value) codesOf(item, found);
    else if (typeof value === 'object' && value !== null) {
      const { code } = value as { code?: { enum?: string[] } };
      for (const each of code?.enum ?? []) found.add(each);
      for (const inner of Object.values(value)) codesOf(inner, found);
    }
    return found;
  }

  it('of problems have words', () => {
    const { responses } = (document as { components: { responses: unknown } }).components;
    const codes = codesOf(responses);
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !english.has(`problems.${code}`))).toEqual([]);
  });

  it('of fields have words', () => {
    const { InvalidCode } = (document as { components: { schemas: { InvalidCode: { enum: string[] } } } }).components.schemas;
    expect(InvalidCode.enum.filter((code) => !english.has(`invalid.${code}`))).toEqual([]);
  });
});
