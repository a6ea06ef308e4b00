// Months of a calendar, apart from what every page loads.

import { type Instant, dayOf, format, isDay } from './instant';

/** The month of an instant in the zone: "2026-03". */
export function monthOf(instant: Instant, zone: string): string {
  return dayOf(instant, zone).slice(0, 7);
}

/** "2026-01" and -1 make "2025-12". */
export function addMonths(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}

/** "March 2026" */
export function monthName(month: string, locale: string): string {
  return format(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`));
}

/** Whether the text is a month of the calendar: "2026-03". */
export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}
