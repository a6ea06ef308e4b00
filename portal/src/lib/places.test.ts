import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { offeredZone, zones } from './places';

// The names that the API keeps others for.
const table = readFileSync('../shared/domain/src/time_zone/renamed.rs', 'utf8');
const renamed = new Map([...table.matchAll(/\("([^"]+)", "([^"]+)"\)/g)].map(([, old, today]) => [old, today]));

describe('the zones that are offered', () => {
  it('are places by the names that the API keeps, and UTC', () => {
    expect(renamed.size).toBeGreaterThan(100);
    expect(zones().filter((zone) => renamed.has(zone))).toEqual([]);
    expect(zones().filter((zone) => zone !== 'UTC' && !/^(?!Etc\/)[A-Z]\w+\//.test(zone))).toEqual([]);
    expect(new Set(zones()).size).toBe(zones().length);
    expect(zones()).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'Asia/Riyadh', 'Europe/Oslo']));
  });

  it('take the place of every name that a browser has for one', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      expect(offeredZone(zone)).toBe(renamed.get(zone) ?? zone);
    }
    expect(offeredZone('Etc/GMT-3')).toBe('UTC');
    expect(offeredZone('EST')).toBe('UTC');
    expect(offeredZone('UTC')).toBe('UTC');
  });
});
