import { type components, answered, api } from '@/lib/api';
import type { Delivery } from '@/lib/deliveries';

export type Dashboard = components['schemas']['Dashboard'];

/** What needs somebody stands first in the inbox, so that its beginning tells how much that is. */
const LOOKED_AT = 100;

export const dashboardKey = ['dashboard'] as const;
export const attentionKey = ['inbox', 'attention'] as const;

export function getDashboard(signal: AbortSignal): Promise<Dashboard> {
  return answered(api.GET('/v1/overview/dashboard', { signal }));
}

export interface Attention {
  failed: number;
  unclaimed: number;
  unreadable: number;
  /** There may be more than was looked at. */
  isMore: boolean;
}

export async function getAttention(signal: AbortSignal): Promise<Attention> {
  const { items } = await answered(api.GET('/v1/operations/inbox', { params: { query: { limit: LOOKED_AT } }, signal }));
  const count = (state: Delivery['state']) => items.filter((item) => item.state === state).length;
  const [failed, unclaimed, unreadable] = [count('failed'), count('unclaimed'), count('unreadable')];
  return { failed, unclaimed, unreadable, isMore: failed + unclaimed + unreadable === LOOKED_AT };
}
