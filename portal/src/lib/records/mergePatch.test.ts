import { describe, expect, it } from 'vitest';
import { applyPatch, conflictsOf, pathsOf, sameValue, withoutPaths } from './mergePatch';

describe('a patch', () => {
  it('sets, clears and merges member by member, and replaces lists', () => {
    const before = { name: 'A', notes: 'x', tags: ['a'], customFields: { size: 1, colour: 'red' } };
    expect(applyPatch(before, { name: 'B', notes: null, tags: ['b'], customFields: { size: 2, colour: null } })).toEqual({
      name: 'B',
      tags: ['b'],
      customFields: { size: 2 },
    });
    expect(before.name).toBe('A');
  });

  it('makes the object that it puts members into', () => {
    expect(applyPatch({}, { consent: { status: 'granted' } })).toEqual({ consent: { status: 'granted' } });
  });

  it('takes names of members that objects have of themselves as any other', () => {
    const patch = JSON.parse('{"customFields":{"__proto__":"x","constructor":"y"}}') as Record<string, unknown>;
    const patched = applyPatch<Record<string, unknown>>({}, patch);
    expect(JSON.stringify(patched)).toBe('{"customFields":{"__proto__":"x","constructor":"y"}}');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('names the members it touches', () => {
    expect(pathsOf({ name: 'B', customFields: { size: 2, colour: null } })).toEqual([['name'], ['customFields', 'size'], ['customFields', 'colour']]);
  });

  it('leaves out members that are given up', () => {
    expect(withoutPaths({ name: 'B', customFields: { size: 2, colour: 'x' } }, [['name'], ['customFields', 'size']])).toEqual({ customFields: { colour: 'x' } });
    expect(withoutPaths({ customFields: { size: 2 } }, [['customFields', 'size']])).toEqual({});
  });
});

describe('a conflict', () => {
  const begun = { name: 'A', notes: 'n', tags: ['a'] };
  it('is a member that another person set to something else', () => {
    expect(conflictsOf({ name: 'mine' }, begun, { ...begun, name: 'theirs' })).toEqual([['name']]);
  });
  it('is not a member that the edit leaves alone', () => {
    expect(conflictsOf({ name: 'mine' }, begun, { ...begun, notes: 'theirs' })).toEqual([]);
  });
  it('is not the same change made by both', () => {
    expect(conflictsOf({ tags: ['b'] }, begun, { ...begun, tags: ['b'] })).toEqual([]);
  });
  it('is a member that another person cleared', () => {
    expect(conflictsOf({ notes: 'mine' }, begun, { name: 'A', tags: ['a'] })).toEqual([['notes']]);
  });
});

it('compares what is absent and null alike, whatever the order of members', () => {
  expect(sameValue({ a: 1, b: null }, { a: 1 })).toBe(true);
  expect(sameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue({ a: [] }, { a: {} })).toBe(false);
});
