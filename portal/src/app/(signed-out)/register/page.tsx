import { RegisterPage } from '@/features/session/pages/RegisterPage';

export default function Page() {
  return <RegisterPage />;
}
