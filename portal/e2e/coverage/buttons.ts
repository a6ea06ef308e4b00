import { type MessageFormatElement, TYPE, parse } from '@formatjs/icu-messageformat-parser';
import { type Button, EVERYWHERE } from './usage';

interface Tree {
  [key: string]: string | Tree;
}

/** A message as names of buttons show it: with any values. */
interface Template {
  area: string;
  text: string;
  shown: RegExp;
  /** So many letters are the message's own. */
  letters: number;
}

/** Texts of parts that are the same on every page: pressing such a button on one of them is enough. */
const SHARED = ['shell', 'keys', 'leave', 'conflict', 'errors', 'records', 'table', 'signIn'];
/** Words that many parts have. */
const COMMON = 'common';

export function templatesOf(messages: Tree, area = ''): Template[] {
  return Object.entries(messages).flatMap(([key, value]) => {
    const of = area || key;
    if (typeof value !== 'string') return templatesOf(value, of);
    const elements = parse(value);
    return [{ area: of, text: value, shown: new RegExp(`^${patternOf(elements)}$`, 's'), letters: lettersOf(elements) }];
  });
}

function patternOf(elements: readonly MessageFormatElement[]): string {
  return elements
    .map((element) => {
      switch (element.type) {
        case TYPE.literal:
          return element.value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
        case TYPE.plural:
        case TYPE.select:
          return `(?:${Object.values(element.options)
            .map(({ value }) => patternOf(value))
            .join('|')})`;
        case TYPE.tag:
          return patternOf(element.children) || '.*';
        default:
          return '.*';
      }
    })
    .join('');
}

function lettersOf(elements: readonly MessageFormatElement[]): number {
  return elements.reduce((sum, element) => {
    if (element.type === TYPE.literal) return sum + element.value.replaceAll(/\P{L}/gu, '').length;
    if (element.type === TYPE.tag) return sum + lettersOf(element.children);
    return element.type === TYPE.plural || element.type === TYPE.select ? sum + lettersOf(element.options.other?.value ?? []) : sum;
  }, 0);
}

export interface Identity {
  /** The message that it says. A name that is none of the portal's is data. */
  says: string;
  /** The same for every button that does the same: "/customers/ button “Restore {name}”". */
  key: string;
}

export function identityOf({ page, role, name, message }: Button, templates: readonly Template[]): Identity {
  const best = templatesFor(name, templates);
  const isShared = best.some(({ area }) => area === COMMON) || (best.length > 0 && best.every(({ area }) => SHARED.includes(area)));
  const says = wordsOf(best);
  const what = `${role} “${says}”`;
  if (message === undefined || isShared) return { says, key: `${isShared ? EVERYWHERE : page} ${what}` };
  return { says, key: `${what} of the message “${wordsOf(templatesFor(message, templates))}”` };
}

/** The messages that say this with the fewest words of data. */
function templatesFor(shown: string, templates: readonly Template[]): Template[] {
  const said = shown.replaceAll(/[⟦⟧]/g, '');
  const fitting = templates.filter((template) => template.letters > 0 && template.shown.test(said));
  const most = Math.max(...fitting.map(({ letters }) => letters));
  return fitting.filter(({ letters }) => letters === most);
}

const wordsOf = (templates: readonly Template[]): string => templates[0]?.text ?? 'of data';
