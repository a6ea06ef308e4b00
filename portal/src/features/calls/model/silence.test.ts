import { expect, it } from 'vitest';
import type { components } from '@/lib/api';
import { silenceOf } from './silence';

type Status = components['schemas']['CallStatus'];
type Code = components['schemas']['FailureCode'];

it.each<[Status, Code | undefined, string]>([
  ['queued', undefined, 'notYet'],
  ['dialing', undefined, 'notYet'],
  ['placed', undefined, 'notYet'],
  ['in_progress', undefined, 'notYet'],
  ['no_answer', 'not_connected', 'nothing'],
  ['busy', 'provider_error', 'nothing'],
  ['cancelled', undefined, 'nothing'],
  ['skipped', undefined, 'nothing'],
  ['not_placed', undefined, 'nothing'],
  ['failed', 'no_conversation', 'nothing'],
  ['failed', 'not_connected', 'nothing'],
  ['failed', 'initialization_failed', 'nothing'],
  ['failed', 'provider_error', 'notDelivered'],
  ['failed', undefined, 'notDelivered'],
  ['failed', 'of_a_later_version' as Code, 'notDelivered'],
  ['voicemail', undefined, 'notDelivered'],
  ['completed', undefined, 'notDelivered'],
  ['completed', 'provider_error', 'notDelivered'],
  ['outcome_unknown', undefined, 'notDelivered'],
  ['of_a_later_version' as Status, undefined, 'notDelivered'],
])('no turns of a call that is %s (%s) are %s', (status, code, silence) => {
  const call = { status, ...(code === undefined ? {} : { failure: { code } }) };
  expect(silenceOf(call, { truncated: false })).toBe(silence);
  expect(silenceOf(call, { truncated: true })).toBe(silence === 'notDelivered' ? 'missing' : silence);
});
