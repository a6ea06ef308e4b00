import { ProfilePage } from '@/features/session/pages/ProfilePage';

export default function Page() {
  return <ProfilePage />;
}
