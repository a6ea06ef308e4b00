import { operationOf } from './operations';
import { identityOf, type templatesOf } from './buttons';
import type { Usage } from './usage';

interface Expected {
  operations: readonly string[];
  templates: ReturnType<typeof templatesOf>;
  neverPressed: Readonly<Record<string, string>>;
}

/** What the tests left out, in sentences; nothing where they left out nothing. */
export function leftOut(usages: readonly Usage[], { operations, templates, neverPressed }: Expected): string[] {
  const sent = new Set(usages.flatMap(({ answered }) => answered.map((request) => operationOf(request, operations))));
  const identities = (of: 'present' | 'pressed') => new Map(usages.flatMap((usage) => usage[of].map((button) => identityOf(button, templates))).map(({ key, says }) => [key, says]));
  const [present, pressed] = [identities('present'), identities('pressed')];
  const isExcepted = (says: string) => neverPressed[says] !== undefined;
  return [
    ...operations.filter((operation) => !sent.has(operation)).map((operation) => `The client can send ${operation}, and no test does.`),
    ...[...present]
      .filter(([key, says]) => !pressed.has(key) && !isExcepted(says))
      .map(([key]) => `No test presses ${key}.`)
      .sort(),
    ...[...pressed].filter(([, says]) => isExcepted(says)).map(([key]) => `A test presses ${key}, which is an exception.`),
  ];
}
