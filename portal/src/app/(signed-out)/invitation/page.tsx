import { InvitationPage } from '@/features/session/pages/InvitationPage';

export default function Page() {
  return <InvitationPage />;
}
