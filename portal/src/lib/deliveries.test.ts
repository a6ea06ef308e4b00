import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STATES, isState, placeOfFix, reasonOf } from './deliveries';

it('knows every state of the API', () => {
  const document = JSON.parse(readFileSync('../infra/openapi.json', 'utf8')) as { components: { schemas: { InboxState: { enum: string[] } } } };
  expect([...STATES]).toEqual(document.components.schemas.InboxState.enum);
  expect(isState('failed')).toBe(true);
  expect(isState('lost')).toBe(false);
  expect(isState(null)).toBe(false);
});

it('says why a delivery is not in a call', () => {
  expect(reasonOf({ state: 'failed', lastError: 'provider_refused_key' })).toBe('provider_refused_key');
  expect(reasonOf({ state: 'pending', lastError: 'conversation_not_final' })).toBe('conversation_not_final');
  expect(reasonOf({ state: 'unreadable', lastError: 'body_damaged' })).toBe('body_damaged');
});

it('has no reason where nothing went wrong', () => {
  expect(reasonOf({ state: 'pending' })).toBeNull();
  // What failed before it was processed at last is no reason any more.
  expect(reasonOf({ state: 'processed', lastError: 'unavailable' })).toBeNull();
  expect(reasonOf({ state: 'ignored' })).toBeNull();
});

it('takes the missing agent for the reason, whatever failed before', () => {
  expect(reasonOf({ state: 'unclaimed', lastError: 'provider_unavailable' })).toBe('agent_not_registered');
});

it('calls a code of a newer API unknown', () => {
  expect(reasonOf({ state: 'failed', lastError: 'moon_in_the_way' })).toBe('unknown');
});

it('leads to where the reason is put right', () => {
  expect(placeOfFix('provider_refused_key')).toBe('connection');
  expect(placeOfFix('agent_not_registered')).toBe('agents');
  expect(placeOfFix('provider_unavailable')).toBeNull();
  expect(placeOfFix(null)).toBeNull();
});
