// The only place that reads and writes times. Instants are RFC 3339 in UTC, as the API writes them.

export type Instant = string;

export function millis(instant: Instant): number {
  return new Date(instant).getTime();
}

export function zoneOfBrowser(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export interface Wording {
  locale: string;
  zone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs a hundred times what using one does, and a list shows many times.
export function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made;
}

/** "27 Nov, 04:35"; with the year where it is not this one. */
export function shortTime(instant: Instant, { locale, zone }: Wording, now: number): string {
  const at = new Date(instant);
  const year = (time: Date) => format('en-u-nu-latn', { timeZone: zone, year: 'numeric' }).format(time);
  const sameYear = year(at) === year(new Date(now));
  return format(locale, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** "Friday, 27 November 2026 at 04:35 GMT-5" */
export function longTime(instant: Instant, { locale, zone }: Wording): string {
  return format(locale, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant));
}

/** "04:35", or "26 Nov, 04:35" where the day is not that of `besideZone`. */
export function timeBeside(instant: Instant, { locale, zone }: Wording, besideZone: string): string {
  const day = (timeZone: string) => format('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
  const otherDay = day(zone) !== day(besideZone);
  return format(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(otherDay ? { day: 'numeric', month: 'short' } : {}),
  }).format(new Date(instant));
}

/** Whether clocks of both zones show the same at that instant. */
export function sameClock(instant: Instant, a: string, b: string): boolean {
  const clock = (timeZone: string) =>
    format('en-u-nu-latn', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
  return a === b || clock(a) === clock(b);
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 hours ago" */
export function relativeTime(instant: Instant, locale: string, now: number): string {
  const seconds = Math.round((millis(instant) - now) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of STEPS) if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  return words.format(0, 'second');
}

/** The name that people know a zone by: "New York". */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** What clocks of the zone show now: "04:35". */
export function clockNow({ locale, zone }: Wording, now: number): string {
  return format(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(now));
}

/** The value of an `<input type="date">` as the instant at which that day begins in the zone. */
export function startOfDay(date: string, zone: string): Instant {
  const midnight = new Date(`${date}T00:00:00Z`).getTime();
  // The offset near midnight; asked twice because the first guess may lie on the other side of a change.
  const first = midnight - offset(midnight, zone);
  const second = midnight - offset(first, zone);
  const isMidnight = second + offset(second, zone) === midnight;
  // Where clocks leave midnight out, one of the guesses is the change itself, at which the day begins; the other is before it.
  return instantOf(isMidnight ? second : Math.max(first, second));
}

/** The day of an instant in the zone, as an `<input type="date">` wants it. */
export function dayOf(instant: Instant, zone: string): string {
  return format('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}

/** The last millisecond of a day in the zone. */
export function endOfDay(date: string, zone: string): Instant {
  return instantOf(millis(startOfDay(addDays(date, 1), zone)) - 1);
}

/** A day of the calendar: "1 Mar". */
export function shortDay(date: string, locale: string): string {
  return format(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(new Date(`${date}T00:00:00Z`));
}

/** "2026-03-01" and -1 make "2026-02-28". */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar, written as an `<input type="date">` does. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(millis(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
}

export function instantOf(epochMillis: number): Instant {
  return new Date(epochMillis).toISOString();
}

function offset(at: number, zone: string): number {
  const parts = format('en-u-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - at;
}
