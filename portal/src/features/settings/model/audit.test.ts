import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import ar from '@messages/administration.ar.json';
import en from '@messages/administration.en.json';
import { ACTIONS, type AuditEntry, NO_FILTER, auditFilterOf, auditQueryOf, isWholeMonth, monthsToChoose, pathOfSubject, peopleIn } from './audit';

interface Schema {
  enum?: string[];
}
const document = JSON.parse(readFileSync('../infra/openapi.json', 'utf8')) as {
  paths: { '/v1/audit': { get: { parameters: { name: string; schema: Schema }[] } } };
  components: { schemas: Record<string, Schema> };
};

function entry(part: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: '01ENTRY',
    at: '2026-11-01T10:00:00Z',
    actor: { kind: 'user', userId: '01USER', name: 'Robin' },
    action: 'customer.updated',
    subject: { kind: 'customer', id: '01CUSTOMER' },
    fields: ['name'],
    ...part,
  };
}

function wordIn(texts: object, path: string): unknown {
  return path.split('.').reduce<unknown>((place, part) => (place as Record<string, unknown> | undefined)?.[part], texts);
}

describe('the words of the audit log', () => {
  const deeds = document.paths['/v1/audit'].get.parameters.find(({ name }) => name === 'action')?.schema.enum ?? [];
  it('can be chosen for every deed that the API knows', () => {
    expect(deeds.length).toBeGreaterThan(10);
    expect([...ACTIONS].sort()).toEqual([...deeds].sort());
  });
  it.each([
    ['en', en],
    ['ar', ar],
  ])('are there for every deed, record and actor: %s', (_, { audit }) => {
    for (const deed of deeds) expect(wordIn(audit.actions, deed), deed).toEqual(expect.stringMatching(/\S/));
    for (const kind of document.components.schemas['AuditSubjectKind']?.enum ?? ['none']) expect(wordIn(audit.kinds, kind), kind).toEqual(expect.stringMatching(/\S/));
    const actors = document.components.schemas['AuditActorKind']?.enum ?? ['none'];
    for (const kind of actors.filter((kind) => kind !== 'user')) expect(wordIn(audit.actors, kind), kind).toEqual(expect.stringMatching(/\S/));
  });
});

describe('the filter of the audit log', () => {
  it('is what the address says, as far as it means something', () => {
    const filter = auditFilterOf(new URLSearchParams('month=2026-02&person=01USER&action=customer.deleted&record=01X'));
    expect(filter).toEqual({ month: '2026-02', person: '01USER', action: 'customer.deleted', record: '01X' });
    expect(auditQueryOf(filter, '2026-03')).toEqual({ month: '2026-02', actorId: '01USER', action: 'customer.deleted', subjectId: '01X' });
    expect(auditFilterOf(new URLSearchParams('month=2026-13&action=customer.merged'))).toEqual(NO_FILTER);
    expect(auditQueryOf(NO_FILTER, '2026-03')).toEqual({ month: '2026-03' });
    expect(isWholeMonth({ ...NO_FILTER, month: '2026-02' })).toBe(true);
    expect(isWholeMonth({ ...NO_FILTER, record: '01X' })).toBe(false);
  });
  it('offers the months that entries are kept for, and the chosen one', () => {
    const months = monthsToChoose('2026-02', null);
    expect([months[0], months[2], months.at(-1), months.length]).toEqual(['2026-02', '2025-12', '2024-12', 15]);
    expect(monthsToChoose('2026-02', '2020-01').at(-1)).toBe('2020-01');
  });
  it('offers everybody who is in the log once, with a name where there is one', () => {
    const rows = [entry(), entry({ actor: { kind: 'user', userId: '02USER' } }), entry({ actor: { kind: 'schedule' } }), entry({ actor: { kind: 'user', userId: '02USER', name: 'Sam' } })];
    expect(peopleIn(rows, [{ id: '03USER' }])).toEqual([{ id: '03USER' }, { id: '01USER', name: 'Robin' }, { id: '02USER', name: 'Sam' }]);
  });
});

describe('what something was done to', () => {
  it('has a link where there is a page for this person', () => {
    const path = (subject: AuditEntry['subject'], actor?: string) => pathOfSubject(subject, '01USER', actor);
    expect(path({ kind: 'customer', id: '01C' })).toBe('/customers/customer/?id=01C');
    expect(path({ kind: 'call', id: '01C' })).toBe('/calls/call/?id=01C');
    expect(path({ kind: 'session', id: '01S' }, '01USER')).toBe('/account/sessions/');
    expect(path({ kind: 'session', id: '01S' }, '02USER')).toBeNull();
    expect(path({ kind: 'user', id: '01USER' })).toBe('/account/profile/');
    expect(path({ kind: 'user', id: '02USER' })).toBeNull();
    expect(path({ id: 'of a newer version' })).toBeNull();
  });
});
