import type { components, paths as api } from '@/lib/api';
import { paths } from '@/lib/navigation';
import { addMonths, isMonth } from '@/lib/time/month';

export type AuditEntry = components['schemas']['AuditEntryView'];
export type AuditAction = NonNullable<NonNullable<api['/v1/audit']['get']['parameters']['query']>['action']>;

/** Everything that can be done, as the API names it. A test compares it with the API's own list. */
export const ACTIONS: readonly AuditAction[] = [
  'call.created',
  'call.updated',
  'customer.created',
  'customer.deleted',
  'customer.restored',
  'customer.updated',
  'inbox.body_read',
  'inbox.replayed',
  'session.created',
  'session.reuse_detected',
  'session.revoked',
  'settings.updated',
  'tenant.registered',
  'user.password_changed',
  'user.updated',
  'voice_agent.registered',
  'voice_agent.removed',
  'voice_connection.created',
  'voice_connection.updated',
];

export function isKnown(action: string): action is AuditAction {
  return ACTIONS.some((known) => known === action);
}

/** So many months back an entry may lie: they are kept for 400 days. */
const MONTHS_KEPT = 14;

/** Which entries are listed. A month is one of the business; none is the current one. */
export interface AuditFilter {
  month: string | null;
  person: string | null;
  action: AuditAction | null;
  record: string | null;
}

export const NO_FILTER: AuditFilter = { month: null, person: null, action: null, record: null };

/** What the address says. What is no month and no deed is as good as absent. */
export function auditFilterOf(params: URLSearchParams): AuditFilter {
  const month = params.get('month');
  const action = params.get('action');
  return {
    month: month !== null && isMonth(month) ? month : null,
    person: params.get('person'),
    action: ACTIONS.find((known) => known === action) ?? null,
    record: params.get('record'),
  };
}

/** Whether it shows a month as it is. */
export function isWholeMonth({ person, action, record }: AuditFilter): boolean {
  return person === null && action === null && record === null;
}

export function auditQueryOf({ month, person, action, record }: AuditFilter, currentMonth: string) {
  return {
    month: month ?? currentMonth,
    ...(person === null ? {} : { actorId: person }),
    ...(action === null ? {} : { action }),
    ...(record === null ? {} : { subjectId: record }),
  };
}

/** The months to choose from, the current one first; also the chosen one, where it is another. */
export function monthsToChoose(currentMonth: string, chosen: string | null): string[] {
  const months = Array.from({ length: MONTHS_KEPT + 1 }, (_, back) => addMonths(currentMonth, -back));
  return chosen === null || months.includes(chosen) ? months : [...months, chosen];
}

export interface Person {
  id: string;
  /** Absent where the API does not know one any more. */
  name?: string;
}

/** The people who did something in these entries, each once, with those who are known anyway. */
export function peopleIn(entries: readonly AuditEntry[], known: readonly Person[]): Person[] {
  const people = new Map(known.map((person) => [person.id, person]));
  for (const { actor } of entries) {
    if (actor.userId === undefined) continue;
    const before = people.get(actor.userId);
    if (before?.name === undefined) people.set(actor.userId, { id: actor.userId, ...(actor.name === undefined ? {} : { name: actor.name }) });
  }
  return [...people.values()];
}

/** The page of what something was done to, where there is one that this person can open. */
export function pathOfSubject({ kind, id }: AuditEntry['subject'], ownUserId: string, actorId?: string): string | null {
  switch (kind) {
    case 'customer':
      return paths.customer(id);
    case 'call':
      return paths.call(id);
    case 'inbox':
      return paths.inbox;
    case 'tenant':
      return paths.settings;
    case 'voice_agent':
      return paths.voiceAgents;
    case 'voice_connection':
      return paths.voiceConnection;
    case 'session':
      return actorId === ownUserId ? paths.sessions : null;
    case 'user':
      return id === ownUserId ? paths.profile : null;
    default:
      return null;
  }
}
