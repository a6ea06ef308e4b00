import { LoginPage } from '@/features/session/pages/LoginPage';

export default function Page() {
  return <LoginPage />;
}
