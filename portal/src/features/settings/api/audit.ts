import { answered, api } from '@/lib/api';
import type { Page } from '@/lib/query';
import { type AuditEntry, type AuditFilter, auditQueryOf } from '../model/audit';

const PAGE = 50;

export const auditKeys = {
  all: ['audit'] as const,
  list: (filter: AuditFilter, currentMonth: string) => ['audit', 'list', filter, currentMonth] as const,
};

export async function listAudit(filter: AuditFilter, currentMonth: string, cursor: string | undefined, signal: AbortSignal): Promise<Page<AuditEntry>> {
  const query = { ...auditQueryOf(filter, currentMonth), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  return answered(api.GET('/v1/audit', { params: { query }, signal }));
}
