import { SessionsPage } from '@/features/session/pages/SessionsPage';

export default function Page() {
  return <SessionsPage />;
}
