import { describe, expect, it } from 'vitest';
import { addDays, clockNow, dayOf, endOfDay, instantOf, isDay, longTime, millis, relativeTime, sameClock, shortTime, startOfDay, timeBeside } from './instant';

const now = millis('2026-11-27T09:00:00Z');
const at = '2026-11-27T07:34:59Z';
const newYork = { locale: 'en-GB', zone: 'America/New_York' };

describe('a time', () => {
  it('is on the clock of the zone', () => {
    expect(shortTime(at, newYork, now)).toBe('27 Nov, 02:34');
    expect(longTime(at, newYork)).toContain('Friday');
    expect(clockNow(newYork, now)).toBe('04:00');
  });

  it('has the year where it is another one in that zone', () => {
    expect(shortTime('2026-01-01T03:00:00Z', newYork, now)).toBe('31 Dec 2025, 22:00');
  });

  it('says the day beside another zone only where it differs', () => {
    expect(timeBeside(at, { locale: 'en-GB', zone: 'Asia/Riyadh' }, 'America/New_York')).toBe('10:34');
    expect(timeBeside('2026-11-27T01:00:00Z', { locale: 'en-GB', zone: 'Asia/Riyadh' }, 'America/New_York')).toBe('27 Nov, 04:00');
  });

  it('is the same on clocks that agree', () => {
    expect(sameClock(at, 'Asia/Riyadh', 'Asia/Kuwait')).toBe(true);
    expect(sameClock(at, 'Asia/Riyadh', 'America/New_York')).toBe(false);
  });

  it('has Latin digits in Arabic', () => {
    expect(shortTime(at, { locale: 'ar-u-nu-latn', zone: 'Asia/Riyadh' }, now)).toMatch(/27.*10:34/);
  });

  it('is said as how long ago', () => {
    expect(relativeTime(at, 'en-GB', now)).toBe('1 hour ago');
    expect(relativeTime('2026-11-27T08:59:50Z', 'en-GB', now)).toBe('now');
    expect(relativeTime('2026-11-20T09:00:00Z', 'en-GB', now)).toBe('last week');
  });
});

const TENANTS = ['America/New_York', 'Asia/Riyadh', 'Europe/London', 'Australia/Sydney'];
// The nights on which the clocks of these zones change, and one on which none does.
const DAYS = ['2026-02-10', '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];

describe.each(TENANTS)('a day in %s', (zone) => {
  it.each(DAYS)('%s begins at its own midnight', (day) => {
    const start = startOfDay(day, zone);
    expect(dayOf(start, zone)).toBe(day);
    expect(clockNow({ locale: 'en-GB', zone }, millis(start))).toBe('00:00');
    expect(dayOf(new Date(millis(start) - 1).toISOString(), zone)).not.toBe(day);
  });
});

describe.each(TENANTS)('the end of a day in %s', (zone) => {
  it.each(DAYS)('%s is a millisecond before the next one', (day) => {
    const end = endOfDay(day, zone);
    expect(dayOf(end, zone)).toBe(day);
    expect(dayOf(instantOf(millis(end) + 1), zone)).toBe(addDays(day, 1));
  });
});

it('counts days over months and years', () => {
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
});

describe('a day', () => {
  it('ends a millisecond before the next one begins, also where it has 23 or 25 hours', () => {
    expect(endOfDay('2026-11-27', 'Asia/Riyadh')).toBe('2026-11-27T20:59:59.999Z');
    expect(endOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-09T03:59:59.999Z');
    expect(endOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-02T04:59:59.999Z');
    expect(endOfDay('2026-12-31', 'UTC')).toBe('2026-12-31T23:59:59.999Z');
  });

  it.each([
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ])('%s in %s begins where its clock leaves out midnight', (day, zone, start) => {
    expect(startOfDay(day, zone)).toBe(start);
    expect(endOfDay(addDays(day, -1), zone)).toBe(instantOf(millis(start) - 1));
  });

  it('begins at the first of two midnights', () => {
    expect(startOfDay('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
  });

  it('is one of the calendar', () => {
    expect(isDay('2028-02-29')).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-04-31', '26-04-01', '2026-4-1', '', 'today', '2026-04-01T00:00:00Z'].filter(isDay)).toEqual([]);
  });
});
