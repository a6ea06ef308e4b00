import { CallPage } from '@/features/calls/pages/CallPage';

export default function Page() {
  return <CallPage />;
}
