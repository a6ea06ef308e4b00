import { describe, expect, it } from 'vitest';
import { RecordStore } from './recordStore';

const row = (part: object = {}) => ({ id: '1', version: 1, name: 'A', ...part });

describe('what is shown', () => {
  it('is the answer itself where nothing is known beyond it', () => {
    const store = new RecordStore();
    const answer = { items: [row(), row({ id: '2' })] };
    store.learn(answer);
    expect(store.project(answer)).toBe(answer);
  });

  it('is never an older version than was seen before', () => {
    const store = new RecordStore();
    store.learn(row({ version: 3, name: 'C' }));
    const late = { items: [row({ version: 2, name: 'B' }), row({ id: '2' })] };
    store.learn(late);
    expect(store.project(late).items[0]).toMatchObject({ version: 3, name: 'C' });
    expect(store.project(late).items[1]).toBe(late.items[1]);
  });

  it('is right in every place that names the record, however short', () => {
    const store = new RecordStore();
    store.learn(row({ version: 2, name: 'B' }));
    const calls = { items: [{ id: 'call', version: 1, customer: { id: '1', name: 'A' } }] };
    expect(store.project(calls).items[0]?.customer.name).toBe('B');
    store.begin('1', { name: null });
    expect(store.project(calls).items[0]?.customer.name).toBeUndefined();
  });

  it('has pending changes on top, in order, and each is taken back alone', () => {
    const store = new RecordStore();
    const answer = row({ name: 'A', notes: 'n' });
    const first = store.begin('1', { name: 'B' });
    const second = store.begin('1', { notes: 'm' });
    expect(store.project(answer)).toMatchObject({ name: 'B', notes: 'm' });
    store.end(first);
    expect(store.project(answer)).toMatchObject({ name: 'A', notes: 'm' });
    store.end(second);
    expect(store.project(answer)).toBe(answer);
  });

  it('is the server\'s record after two refused changes in a row', () => {
    const store = new RecordStore();
    const answer = row();
    const first = store.begin('1', { name: 'B' });
    const second = store.begin('1', { name: 'C' });
    store.end(first);
    expect(store.project(answer).name).toBe('C');
    store.end(second);
    expect(store.project(answer).name).toBe('A');
  });

  it('lacks what is being deleted, and has it again where that is refused', () => {
    const store = new RecordStore();
    const list = { items: [row(), row({ id: '2' })] };
    const change = store.begin('1', 'delete');
    expect(store.project(list).items.map(({ id }) => id)).toEqual(['2']);
    store.end(change);
    expect(store.project(list)).toBe(list);
  });

  it('lacks what was deleted even in a list that was asked for before and arrives after', () => {
    const store = new RecordStore();
    store.markDeleted('1');
    const late = { items: [row()] };
    store.learn(late);
    expect(store.project(late).items).toEqual([]);
  });

  it('moves a restored record from the deleted ones to the others', () => {
    const store = new RecordStore();
    const deleted = { items: [row({ version: 2, deletedAt: '2026-01-01T00:00:00Z' })] };
    const live = { items: [row()] };
    store.learn(deleted);
    store.markDeleted('1');
    store.markRestored({ id: '1', version: 3 });
    expect(store.project(deleted).items).toEqual([]);
    expect(store.project(live).items).toHaveLength(1);
  });

  it('lists new records that a list cannot have yet, until it can', () => {
    const store = new RecordStore();
    store.beginNew('customer', { id: 'new-1', name: 'N' }, 100);
    expect(store.madeSince('customer', 50)).toMatchObject([{ id: 'new-1' }]);
    expect(store.isBeingMade('new-1')).toBe(true);
    store.endNew('new-1', { kind: 'customer', record: { id: '9', version: 1 }, at: 120 });
    expect(store.madeSince('customer', 50)).toMatchObject([{ id: '9' }]);
    expect(store.madeSince('customer', 130)).toEqual([]);
    expect(store.madeSince('ticket', 50)).toEqual([]);
  });

  it('forgets everything for the next person', () => {
    const store = new RecordStore();
    store.learn(row({ version: 9, name: 'secret' }));
    store.begin('1', { name: 'typed' });
    store.clear();
    expect(store.project(row()).name).toBe('A');
  });
});
