import { describe, expect, it } from 'vitest';
import { millis } from '@/lib/time';
import { connection, delivery } from '@/testing/records';
import { findingsOf, waitingAgents } from './findings';

const now = millis('2026-11-02T10:00:00Z');
const keys = (...given: Parameters<typeof findingsOf>) => findingsOf(...given).map(({ key }) => key);

describe('findings of a connection', () => {
  it('begin with the missing secret, because nothing arrives without it', () => {
    const findings = findingsOf(connection({ hasWebhookSecret: false }), [delivery({ lastError: 'provider_refused_key' })], now);
    expect(findings.map(({ key, level }) => [key, level])).toEqual([
      ['noSecret', 'error'],
      ['refusedKey', 'error'],
    ]);
  });

  it('count what waits for the same reason', () => {
    const deliveries = [
      delivery({ id: '1', lastError: 'provider_refused_key' }),
      delivery({ id: '2', lastError: 'provider_refused_key', state: 'pending', attempts: 1 }),
      delivery({ id: '3', state: 'unclaimed', agentId: 'agent_2' }),
      delivery({ id: '4', state: 'unreadable', lastError: 'body_damaged' }),
      delivery({ id: '5', lastError: 'provider_throttled' }),
      delivery({ id: '6', lastError: 'provider_unavailable' }),
      delivery({ id: '7', lastError: 'a code of a newer API' }),
    ];
    expect(findingsOf(connection(), deliveries, now)).toEqual([
      { key: 'refusedKey', level: 'error', count: 2 },
      { key: 'unclaimed', level: 'warning', count: 1 },
      { key: 'failing', level: 'warning', count: 1 },
      { key: 'unreadable', level: 'warning', count: 1 },
      { key: 'provider', level: 'warning', count: 2 },
    ]);
  });

  it('say that it works, with the latest delivery, only where nothing is wrong', () => {
    const good = [
      delivery({ id: '1', state: 'ignored', receivedAt: '2026-11-01T10:00:00.5Z' }),
      delivery({ id: '2', state: 'processed', receivedAt: '2026-11-01T10:00:00Z' }),
    ];
    expect(findingsOf(connection(), good, now)).toEqual([{ key: 'works', level: 'ok', at: '2026-11-01T10:00:00.5Z' }]);
    expect(keys(connection(), [...good, delivery({ state: 'unclaimed' })], now)).toEqual(['unclaimed']);
  });

  it('do not take a first failure for a trouble that lasts', () => {
    expect(keys(connection(), [delivery({ state: 'pending', attempts: 1, lastError: 'internal_error' })], now)).toEqual(['works']);
  });

  it('say that nothing came yet, and nothing of the kind where that is not known', () => {
    expect(keys(connection(), [], now)).toEqual(['silent']);
    expect(keys(connection(), null, now)).toEqual([]);
    expect(keys(connection({ hasWebhookSecret: false }), [], now)).toEqual(['noSecret']);
  });

  it('name the secret before only as long as it is accepted', () => {
    expect(keys(connection({ previousWebhookSecretUntil: '2026-11-02T10:00:01Z' }), null, now)).toEqual(['rotating']);
    expect(keys(connection({ previousWebhookSecretUntil: '2026-11-02T10:00:00Z' }), null, now)).toEqual([]);
  });
});

it('groups what waits by its agent, most first', () => {
  const of = (agentId: string | undefined) => delivery({ state: 'unclaimed', ...(agentId === undefined ? {} : { agentId }) });
  expect(waitingAgents([of('agent_1'), of('agent_2'), of(undefined), of('agent_2')])).toEqual([
    { agentId: 'agent_2', count: 2 },
    { agentId: 'agent_1', count: 1 },
  ]);
});
