import { CallsPage } from '@/features/calls/pages/CallsPage';

export default function Page() {
  return <CallsPage />;
}
