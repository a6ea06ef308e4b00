import { useRecordQuery } from '@/lib/query';
import { dashboardKey, getDashboard } from './dashboard';

export function useDashboard() {
  return useRecordQuery({ key: dashboardKey, ask: getDashboard });
}
