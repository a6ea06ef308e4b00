import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shownValue } from './collected';
import { STATUSES, addressOf, filterOf, queryOf } from './callFilter';
import { endingOf } from './ending';
import { readable } from './readable';

const inAddress = (address: string) => filterOf(new URLSearchParams(address));

describe('the filter of calls', () => {
  it.each(['', 'status=completed', 'customer=01CUSTOMER', 'days=1', 'days=7', 'days=some', 'from=2026-11-01', 'to=2026-11-03', 'status=busy&customer=01C&from=2026-11-01&to=2026-11-03'])(
    'comes back from the address "%s" as it was',
    (address) => expect(addressOf(inAddress(address))).toBe(address),
  );

  it('leaves out what it cannot mean', () => {
    expect(inAddress('status=nonsense&days=12&from=2026-02-30&to=0002-01-01&customer=%20')).toEqual({});
  });

  it('turns days that are the wrong way round', () => {
    expect(inAddress('from=2026-11-03&to=2026-11-01')).toEqual({ time: { from: '2026-11-01', to: '2026-11-03' } });
  });

  it('knows every status of the API', () => {
    const { components } = JSON.parse(readFileSync('../infra/openapi.json', 'utf8')) as { components: { schemas: { CallStatus: { enum: string[] } } } };
    expect([...STATUSES]).toEqual(components.schemas.CallStatus.enum);
  });

  it('asks for days of the business, whole ones', () => {
    const zone = 'America/New_York';
    expect(queryOf({}, '2026-11-27', zone)).toEqual({});
    expect(queryOf({ time: { span: '1' } }, '2026-11-27', zone)).toEqual({ from: '2026-11-27T05:00:00.000Z' });
    // The clocks change on 1 November: the week began in summer time.
    expect(queryOf({ time: { span: '7' } }, '2026-11-03', zone)).toEqual({ from: '2026-10-28T04:00:00.000Z' });
    expect(queryOf({ status: 'busy', customer: '01C', time: { from: '2026-10-31', to: '2026-11-01' } }, '2026-11-27', zone)).toEqual({
      status: 'busy',
      customerId: '01C',
      from: '2026-10-31T04:00:00.000Z',
      to: '2026-11-02T04:59:59.999Z',
    });
  });
});

describe('why a call ended', () => {
  const completed = { status: 'completed' } as const;
  it.each([
    ['end_call tool was called.', 'agent'],
    ['Call ended by remote party', 'person'],
    ['Client disconnected: 1000', 'person'],
    ['Ending conversation after 20 seconds of silence.', 'silence'],
    ['Conversation exceeded the maximum duration of 600 seconds', 'tooLong'],
    ['transfer_to_number tool was called.', 'transferred'],
    ['Something of a later version', 'unknown'],
  ])('"%s" is %s, with its words kept', (endedBecause, ending) => {
    expect(endingOf(completed, { endedBecause })).toEqual({ ending, words: endedBecause });
  });

  it('is what became of a call that reached nobody, whatever the provider says', () => {
    expect(endingOf({ status: 'busy', failure: { code: 'not_connected', providerCode: 486, reason: 'Busy here' } }, { endedBecause: 'Call failed' })).toEqual({
      ending: 'busy',
      words: 'Call failed',
      trouble: { isBeside: false, words: 'Busy here', code: { of: 'network', number: 486 } },
    });
    expect(endingOf({ status: 'failed', failure: { code: 'initialization_failed' } }, {})).toEqual({ ending: 'initializationFailed', trouble: { isBeside: false } });
    expect(endingOf({ status: 'failed', failure: { code: 'of_a_later_version' as 'provider_error' } }, {})).toMatchObject({ ending: 'failed' });
    expect(endingOf({ status: 'of_a_later_version' as 'failed' }, {})).toEqual({ ending: 'unknown' });
  });

  it.each([
    ['end_call tool was called.', 'agent'],
    ['Call ended by remote party', 'person'],
    [undefined, 'unknown'],
  ])('is not hidden by an error beside it (%s)', (endedBecause, ending) => {
    const failure = { code: 'provider_error', providerCode: 1011, reason: 'LLM generation failed' } as const;
    expect(endingOf({ ...completed, failure }, endedBecause === undefined ? {} : { endedBecause })).toEqual({
      ending,
      ...(endedBecause === undefined ? {} : { words: endedBecause }),
      trouble: { isBeside: true, words: 'LLM generation failed', code: { of: 'provider', number: 1011 } },
    });
  });

  it('is told once where the error is the reason, or its words are the same', () => {
    const failure = { code: 'provider_error', providerCode: 1008, reason: 'Missing variables' } as const;
    expect(endingOf({ status: 'failed', failure }, { endedBecause: 'Missing variables' })).toEqual({
      ending: 'providerError',
      trouble: { isBeside: false, words: 'Missing variables', code: { of: 'provider', number: 1008 } },
    });
  });

  it.each([
    ['not_connected', 'network'],
    ['provider_error', 'provider'],
    ['initialization_failed', 'provider'],
    ['no_conversation', 'provider'],
  ] as const)('has a number that is of whoever gave it: %s, the %s', (code, of) => {
    expect(endingOf({ status: 'failed', failure: { code, providerCode: 503 } }, {}).trouble?.code).toEqual({ of, number: 503 });
  });
});

describe('a collected value', () => {
  it('may be any JSON', () => {
    expect([null, '', true, 3, 'x', { a: [1] }].map((value) => shownValue(value).kind)).toEqual(['nothing', 'nothing', 'flag', 'text', 'text', 'json']);
    expect(shownValue(0)).toEqual({ kind: 'text', text: '0' });
  });
});

it('breaks the lines of JSON, and leaves other text alone', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('not {json')).toBe('not {json');
  expect(readable('12345678901234567890')).toBe('12345678901234567890');
});
