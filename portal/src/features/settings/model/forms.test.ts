import { expect, it } from 'vitest';
import { connection } from '@/testing/records';
import { type CredentialValues, credentialsOf, valuesOf } from './credentials';
import { EMPTY, newAgentOf } from './newAgent';

it('sends the key alone where nothing else was typed', () => {
  expect(credentialsOf({ ...valuesOf(connection()), apiKey: 'key' }, connection())).toEqual({ apiKey: 'key' });
  expect(credentialsOf({ ...valuesOf(null), apiKey: 'key' }, null)).toEqual({ apiKey: 'key' });
});

it('sends what is new', () => {
  const typed: CredentialValues = {
    apiKey: 'key',
    webhookSecret: 'secret',
    revokePreviousSecret: true,
    name: 'Main',
    numbersWithoutPlus: 'international',
    baseUrl: 'https://api.eu.residency.elevenlabs.io',
  };
  expect(credentialsOf(typed, connection())).toEqual(typed);
  expect(credentialsOf({ ...typed, numbersWithoutPlus: 'national' }, connection({ numbersWithoutPlus: 'national' })).numbersWithoutPlus).toBeUndefined();
});

it('lets the API refuse what was emptied, instead of pretending that it is gone', () => {
  expect(credentialsOf({ ...valuesOf(connection()), apiKey: 'key', name: '', baseUrl: '' }, connection())).toEqual({ apiKey: 'key', name: '', baseUrl: '' });
});

it('leaves out of an agent what was left empty', () => {
  expect(newAgentOf({ ...EMPTY, agentId: 'agent_1', name: 'Reception' })).toEqual({ agentId: 'agent_1', name: 'Reception' });
  const whole = { agentId: 'agent_1', name: 'Reception', phoneNumber: '+12025550142', provider: 'sip_trunk', phoneNumberId: 'phnum_1' };
  expect(newAgentOf(whole)).toEqual(whole);
});
