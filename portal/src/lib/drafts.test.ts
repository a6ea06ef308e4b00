import { expect, it } from 'vitest';
import { differs, dropDraft, readDraft, saveDraft, sweepDrafts } from './drafts';

const DAY_MS = 24 * 3600 * 1000;

it('keeps a draft for the same person for seven days', () => {
  saveDraft('robin', 'notes', 'text', 0);
  expect(readDraft('robin', 'notes', 7 * DAY_MS - 1)).toBe('text');
  expect(readDraft('robin', 'notes', 7 * DAY_MS)).toBeNull();
  expect(readDraft('another', 'notes', 1)).toBeNull();
});

it('forgets what is saved', () => {
  saveDraft('robin', 'notes', 'text', 0);
  dropDraft('robin', 'notes');
  expect(readDraft('robin', 'notes', 1)).toBeNull();
});

it('sweeps what is old or broken, and nothing else', () => {
  saveDraft('robin', 'old', 'text', 0);
  saveDraft('robin', 'new', 'text', 6 * DAY_MS);
  localStorage.setItem('navaia.draft.robin.broken', '{');
  localStorage.setItem('navaia.language', 'ar');
  sweepDrafts(8 * DAY_MS);
  expect(Object.keys(localStorage).sort()).toEqual(['navaia.draft.robin.new', 'navaia.language']);
});

it('tells what was typed from what is there by default', () => {
  const empty = { name: '', tags: [], zone: null };
  expect(differs({ name: '', tags: [], zone: undefined }, empty)).toBe(false);
  expect(differs({ name: 'H', tags: [], zone: null }, empty)).toBe(true);
  expect(differs({ name: '', tags: ['vip'], zone: null }, empty)).toBe(true);
});
