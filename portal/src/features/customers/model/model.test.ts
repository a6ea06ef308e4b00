import { describe, expect, it } from 'vitest';
import { patchOfFields, typedFields } from './customFields';
import { filterOf, paramsOf, queryOf } from './customerFilter';

describe('the filter of customers', () => {
  it.each(['', 'order=updated', 'show=deleted', 'q=maya', 'tag=vip', 'phone=%2B12025550111', 'email=a%40b.example', 'externalId=crm%3A1'])(
    'comes back from the address %s as it was',
    (address) => {
      const params = Object.entries(paramsOf(filterOf(new URLSearchParams(address)))).filter(([, value]) => value !== null);
      expect(new URLSearchParams(params as [string, string][]).toString()).toBe(address);
    },
  );

  it('is one way at a time, whatever the address names', () => {
    expect(filterOf(new URLSearchParams('q=maya&tag=vip&order=updated'))).toEqual({ by: 'q', text: 'maya' });
    expect(filterOf(new URLSearchParams('q=%20&tag=vip'))).toEqual({ by: 'tag', text: 'vip' });
    expect(filterOf(new URLSearchParams('order=nonsense'))).toEqual({ by: 'all', order: 'newest' });
  });

  it('asks the API for what it takes together', () => {
    expect(queryOf({ by: 'deleted' })).toEqual({ deleted: true });
    expect(queryOf({ by: 'q', text: 'x'.repeat(300) })).toEqual({ q: 'x'.repeat(200) });
    expect(queryOf({ by: 'all', order: 'updated' })).toEqual({ order: 'updated' });
  });
});

describe('custom fields', () => {
  const before = { size: 42, vip: true, colour: 'red' };

  it('that stay the same are not sent', () => {
    expect(patchOfFields(before, typedFields(before))).toEqual({});
  });

  it('are changed, added and removed one by one', () => {
    const typed = typedFields(before)
      .filter(({ name }) => name !== 'colour')
      .map((field) => (field.name === 'size' ? { ...field, text: '43' } : field));
    expect(patchOfFields(before, [...typed, { name: ' shoe ', kind: 'text', text: ' left ' }])).toEqual({ size: 43, shoe: 'left', colour: null });
  });

  it('without a name or a value are not there', () => {
    expect(patchOfFields(undefined, [{ name: '', kind: 'text', text: 'x' }, { name: 'x', kind: 'text', text: ' ' }])).toEqual({});
  });

  it('keep what was typed as a number and is none', () => {
    expect(patchOfFields(undefined, [{ name: 'size', kind: 'number', text: 'large' }])).toEqual({ size: 'large' });
  });
});
