import { act } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '@/lib/api';
import { localeOf } from '@/lib/i18n';
import { millis } from '@/lib/time';
import { NIGHTS, VIEWERS } from '@/testing/nights';
import { render } from '@/testing/render';
import ar from '../../../messages/ar.json';
import { When } from './When';

/** Times as somebody in `viewer` sees them on the pages of a business in `zone`. */
function seen(instants: readonly string[], zone: string, viewer: string, language: 'en' | 'ar' = 'en') {
  vi.stubEnv('TZ', viewer);
  const times = instants.map((at) => <When key={at} at={at} as="both" />);
  const { container } = render(
    language === 'en' ? (
      times
    ) : (
      <IntlProvider locale={localeOf('ar')} messages={ar} timeZone="UTC">
        {times}
      </IntlProvider>
    ),
  );
  act(() => session.tenantChanged({ timeZone: zone }));
  return [...container.querySelectorAll('time')].map((time) => ({
    there: time.firstChild?.textContent,
    beside: time.lastChild?.textContent,
    tooltip: time.title.split('\n'),
  }));
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: millis('2026-11-27T09:00:00Z') }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe.each(NIGHTS)('$night night in $city', ({ zone, city, moments }) => {
  it.each(VIEWERS.map((viewer, place) => ({ viewer, place })))('seen from $viewer', ({ viewer, place }) => {
    const times = seen(
      moments.map(({ at }) => at),
      zone,
      viewer,
    );
    for (const [index, { at, there, offset, yours }] of moments.entries()) {
      const own = yours[place] ?? null;
      expect(times[index]).toMatchObject({ there, beside: own === null ? city : `${city} · ${own} your time` });
      const clock = (text: string) => text.slice(-'23:59'.length);
      const tooltip = times[index]?.tooltip ?? [];
      expect(tooltip[0]).toMatch(new RegExp(`\\b${clock(there)} ${offset.replace('+', '\\+')}$`));
      expect(tooltip.at(-1)).toMatch(new RegExp(`\\b${at.slice('2026-11-01T'.length, -':00Z'.length)} UTC$`));
      const between = tooltip.slice(1, -1);
      expect(between).toHaveLength(own === null ? 0 : 1);
      if (own !== null) expect(between[0]).toMatch(new RegExp(`\\b${clock(own)} .*\\(your time\\)$`));
    }
  });

  it('in Arabic, with Latin digits', () => {
    const times = seen(
      moments.map(({ at }) => at),
      zone,
      'Asia/Kolkata',
      'ar',
    );
    for (const [index, { arabic }] of moments.entries()) {
      const { there = '', beside = '', tooltip = [] } = times[index] ?? {};
      const plain = (text: string | null) => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
      for (const part of arabic) expect(plain(there)).toContain(part);
      expect([there, beside, ...tooltip].join('')).not.toMatch(/[٠-٩۰-۹]/);
    }
  });
});

describe('clocks that are far apart, or change by half an hour', () => {
  it('leave out half an hour on Lord Howe Island', () => {
    expect(seen(['2026-10-03T15:29:00Z', '2026-10-03T15:30:00Z'], 'Australia/Lord_Howe', 'Australia/Sydney')).toMatchObject([
      { there: '4 Oct, 01:59', beside: 'Lord Howe · 01:29 your time' },
      { there: '4 Oct, 02:30', beside: 'Lord Howe · 01:30 your time' },
    ]);
  });

  it('show half an hour there twice, and the distance from UTC in the tooltip', () => {
    const [first, second] = seen(['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'], 'Australia/Lord_Howe', 'Australia/Sydney');
    expect([first, second]).toMatchObject([
      { there: '5 Apr, 01:45', beside: 'Lord Howe' },
      { there: '5 Apr, 01:45', beside: 'Lord Howe · 02:15 your time' },
    ]);
    expect(first?.tooltip[0]).toContain('01:45 GMT+11');
    expect(second?.tooltip[0]).toContain('01:45 GMT+10:30');
  });

  it('show days that are two apart', () => {
    expect(seen(['2026-06-30T10:30:00Z'], 'Pacific/Kiritimati', 'Pacific/Pago_Pago')).toMatchObject([{ there: '1 Jul, 00:30', beside: 'Kiritimati · 29 Jun, 23:30 your time' }]);
    expect(seen(['2026-06-30T10:30:00Z'], 'Pacific/Pago_Pago', 'Pacific/Kiritimati')).toMatchObject([{ there: '29 Jun, 23:30', beside: 'Pago Pago · 1 Jul, 00:30 your time' }]);
  });
});
