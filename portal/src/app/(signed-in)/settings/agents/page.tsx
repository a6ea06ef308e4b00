import { AgentsPage } from '@/features/settings/pages/AgentsPage';

export default function Page() {
  return <AgentsPage />;
}
