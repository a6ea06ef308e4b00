import { expect, it } from 'vitest';
import { connection } from '@/testing/records';
import { credentialsOf } from './credentials';
import { EMPTY, newAgentOf } from './newAgent';

it('sends the key alone where nothing else was typed', () => {
  const { name, baseUrl } = connection();
  expect(credentialsOf({ apiKey: 'key', webhookSecret: '', name, baseUrl }, connection())).toEqual({ apiKey: 'key' });
  expect(credentialsOf({ apiKey: 'key', webhookSecret: '', name: '', baseUrl: '' }, null)).toEqual({ apiKey: 'key' });
});

it('sends what is new', () => {
  const typed = { apiKey: 'key', webhookSecret: 'secret', name: 'Main', baseUrl: 'https://api.eu.residency.elevenlabs.io' };
  expect(credentialsOf(typed, connection())).toEqual(typed);
});

it('lets the API refuse what was emptied, instead of pretending that it is gone', () => {
  expect(credentialsOf({ apiKey: 'key', webhookSecret: '', name: '', baseUrl: '' }, connection())).toEqual({ apiKey: 'key', name: '', baseUrl: '' });
});

it('leaves out of an agent what was left empty', () => {
  expect(newAgentOf({ ...EMPTY, agentId: 'agent_1', name: 'Reception' })).toEqual({ agentId: 'agent_1', name: 'Reception' });
  const whole = { agentId: 'agent_1', name: 'Reception', phoneNumber: '+12025550142', provider: 'sip_trunk', phoneNumberId: 'phnum_1' };
  expect(newAgentOf(whole)).toEqual(whole);
});
