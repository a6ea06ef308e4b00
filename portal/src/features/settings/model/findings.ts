import { type Delivery, type Reason, reasonOf } from '@/lib/deliveries';
import { millis } from '@/lib/time';
import type { Connection } from './settings';

export type Level = 'error' | 'warning' | 'info' | 'ok';

export type Finding =
  | { key: 'noSecret'; level: 'error' }
  | { key: 'refusedKey' | 'outOfCredit' | 'unusable'; level: 'error'; count: number }
  | { key: 'unclaimed' | 'unreadable' | 'failing' | 'provider'; level: 'warning'; count: number }
  | { key: 'rotating'; level: 'info'; until: string }
  | { key: 'silent'; level: 'info' }
  | { key: 'works'; level: 'ok'; at: string };

type Counted = Extract<Finding, { count: number }>['key'];

const FINDING_OF: Partial<Record<Reason, Counted>> = {
  agent_not_registered: 'unclaimed',
  unreadable: 'unreadable',
  body_damaged: 'unreadable',
  connection_unusable: 'unusable',
  provider_refused_key: 'refusedKey',
  provider_out_of_credit: 'outOfCredit',
  provider_throttled: 'provider',
  provider_unavailable: 'provider',
};

const ERRORS = ['refusedKey', 'outOfCredit', 'unusable'] as const;
const WARNINGS = ['unclaimed', 'failing', 'unreadable', 'provider'] as const;

/**
 * What is to be said of a connection: what must be fixed first. `deliveries` is the beginning of the inbox; null where
 * it is not known, which says nothing good or bad.
 */
export function findingsOf(connection: Connection, deliveries: readonly Delivery[] | null, now: number): Finding[] {
  const counts = new Map<Counted, number>();
  for (const delivery of deliveries ?? []) {
    const reason = reasonOf(delivery);
    // What failed once is tried again soon, and says nothing of the connection yet, unless it is clear why.
    const finding = reason && (FINDING_OF[reason] ?? (delivery.state === 'failed' ? 'failing' : undefined));
    if (finding) counts.set(finding, (counts.get(finding) ?? 0) + 1);
  }
  const errors = ERRORS.flatMap((key) => {
    const count = counts.get(key);
    return count === undefined ? [] : [{ key, level: 'error' as const, count }];
  });
  const warnings = WARNINGS.flatMap((key) => {
    const count = counts.get(key);
    return count === undefined ? [] : [{ key, level: 'warning' as const, count }];
  });
  const until = connection.previousWebhookSecretUntil;
  const troubles: Finding[] = [...(connection.hasWebhookSecret ? [] : [{ key: 'noSecret', level: 'error' } as const]), ...errors, ...warnings];
  const last = deliveries?.map(({ receivedAt }) => receivedAt).sort((a, b) => millis(a) - millis(b)).at(-1);
  return [
    ...troubles,
    ...(troubles.length === 0 && last !== undefined ? [{ key: 'works', level: 'ok', at: last } as const] : []),
    ...(until !== undefined && millis(until) > now ? [{ key: 'rotating', level: 'info', until } as const] : []),
    ...(connection.hasWebhookSecret && deliveries?.length === 0 ? [{ key: 'silent', level: 'info' } as const] : []),
  ];
}

/** The agents that nobody has registered, with how many deliveries wait for each; most first. */
export function waitingAgents(unclaimed: readonly Delivery[]): { agentId: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { agentId } of unclaimed) if (agentId !== undefined) counts.set(agentId, (counts.get(agentId) ?? 0) + 1);
  return [...counts].map(([agentId, count]) => ({ agentId, count })).sort((a, b) => b.count - a.count);
}
