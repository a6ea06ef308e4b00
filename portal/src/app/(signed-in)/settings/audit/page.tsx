import { AuditPage } from '@/features/settings/pages/AuditPage';

export default function Page() {
  return <AuditPage />;
}
