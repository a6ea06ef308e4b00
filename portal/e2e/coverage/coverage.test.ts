import { expect, it } from 'vitest';
import { identityOf, templatesOf } from './buttons';
import { leftOut } from './judge';
import { operationOf, operationsOf } from './operations';
import type { Usage } from './usage';

const operations = ['GET /v1/things', 'GET /v1/things/{id}', 'GET /v1/things/latest'];
const templates = templatesOf({
  errors: { retry: 'Try again' },
  things: { select: 'Select {name}', gone: '{count, plural, one {# thing is gone} other {# things are gone}}', city: '{city}' },
});
const button = (name: string, page = '/things/') => ({ page, role: 'button', name });
const usage = (part: Partial<Usage>): Usage => ({ answered: [], present: [], pressed: [], ...part });

it('reads the operations of the sources, each once, and that not one has an address that it cannot read', async () => {
  const own = await operationsOf('src');
  expect(own).toContain('POST /v1/auth/login');
  expect(own).toContain('PATCH /v1/customers/{customerId}');
  expect(own).toContain('GET /v1/overview/pulse');
  expect(new Set(own).size).toBe(own.length);
});

it('knows which operation a request was', () => {
  expect(operationOf('GET /v1/things/7', operations)).toBe('GET /v1/things/{id}');
  expect(operationOf('GET /v1/things/latest', operations)).toBe('GET /v1/things/latest');
  expect(operationOf('GET /v1/things/7/parts', operations)).toBeUndefined();
  expect(operationOf('PUT /v1/things/7', operations)).toBeUndefined();
});

it('takes buttons that do the same for one', () => {
  const identity = (name: string, page?: string) => identityOf(button(name, page), templates).key;
  expect(identity('Select Maya')).toBe('/things/ button “Select {name}”');
  expect(identity('⟦Select Omar⟧')).toBe(identity('Select Maya'));
  expect(identity('Select Maya', '/parts/')).not.toBe(identity('Select Maya'));
  expect(identity('Try again', '/parts/')).toBe(identity('Try again'));
  expect(identity('2 things are gone')).toBe('/things/ button “{count, plural, one {# thing is gone} other {# things are gone}}”');
  expect(identity('1 thing is gone')).toBe(identity('2 things are gone'));
  expect(identity('Maya')).toBe('/things/ button “of data”');
});

it('tells the buttons of messages apart by what the message says, on whatever page it is', () => {
  const undo = (message: string, page?: string) => identityOf({ ...button('Select all', page), message }, templates).key;
  expect(undo('2 things are gone')).toBe('button “Select {name}” of the message “{count, plural, one {# thing is gone} other {# things are gone}}”');
  expect(undo('1 thing is gone', '/parts/')).toBe(undo('2 things are gone'));
  expect(undo('Try again')).not.toBe(undo('2 things are gone'));
  expect(identityOf({ ...button('Try again'), message: '1 thing is gone' }, templates).key).toBe('everywhere button “Try again”');
});

it('says what was left out, and nothing else', () => {
  const expected = { operations, templates, neverPressed: { 'Select {name}': 'a reason' } };
  const present = [button('Try again'), button('Select Maya')];
  const all = usage({ answered: ['GET /v1/things', 'GET /v1/things/7', 'GET /v1/things/latest'], present, pressed: [button('Try again', '/parts/')] });
  expect(leftOut([all], expected)).toEqual([]);
  expect(leftOut([{ ...all, answered: ['GET /v1/things'], pressed: [] }], expected)).toEqual([
    'The client can send GET /v1/things/{id}, and no test does.',
    'The client can send GET /v1/things/latest, and no test does.',
    'No test presses everywhere button “Try again”.',
  ]);
  expect(leftOut([{ ...all, pressed: present }], expected)).toEqual(['A test presses /things/ button “Select {name}”, which is an exception.']);
});
