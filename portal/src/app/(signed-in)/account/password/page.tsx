import { PasswordPage } from '@/features/session/pages/PasswordPage';

export default function Page() {
  return <PasswordPage />;
}
