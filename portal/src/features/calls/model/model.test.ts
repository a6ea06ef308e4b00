import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readable, shownValue } from './collected';
import { STATUSES, addressOf, filterOf, queryOf } from './callFilter';
import { endingOf } from './ending';

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
      words: 'Busy here',
      code: 486,
    });
    expect(endingOf({ status: 'failed', failure: { code: 'initialization_failed' } }, {})).toEqual({ ending: 'initializationFailed' });
    expect(endingOf({ status: 'failed', failure: { code: 'of_a_later_version' as 'provider_error' } }, {})).toEqual({ ending: 'failed' });
    expect(endingOf({ status: 'of_a_later_version' as 'failed' }, {})).toEqual({ ending: 'unknown' });
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
