import type { QueryKey } from '@tanstack/react-query';
import type { Area } from './pulseWatch';

/** The areas whose changes an answer may show, by the first word of its key. */
const AREAS: Readonly<Record<string, readonly Area[]>> = {
  // What people do to customers and settings is in it.
  audit: ['customers', 'settings'],
  // Rows and pages of calls name their customers.
  call: ['calls', 'customers'],
  calls: ['calls', 'customers'],
  customer: ['calls', 'customers'],
  customers: ['customers'],
  dashboard: ['calls', 'customers', 'settings'],
  // A delivery that was processed is a call that changed.
  inbox: ['calls', 'settings'],
  settings: ['settings'],
  voice: ['settings'],
};

/** Whether an answer with this key may be another one since these areas were changed. */
export function showsOneOf(areas: readonly Area[], [first]: QueryKey): boolean {
  return typeof first === 'string' && (AREAS[first] ?? []).some((area) => areas.includes(area));
}
