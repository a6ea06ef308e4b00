import type { components } from '@/lib/api';

type Role = components['schemas']['Role'];

const ORDER: readonly string[] = ['viewer', 'agent', 'admin', 'owner'] satisfies Role[];

// The least role that the API asks for; it decides, the portal only leaves out what would be refused.
const NEEDED = {
  'customers.edit': 'agent',
  'settings.edit': 'admin',
  'connection.edit': 'admin',
  'inbox.replay': 'admin',
  'audit.read': 'admin',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof NEEDED;

/** A role that is not known here may do what the least one may. */
export function may(role: string, action: Action): boolean {
  return Math.max(ORDER.indexOf(role), 0) >= ORDER.indexOf(NEEDED[action]);
}
