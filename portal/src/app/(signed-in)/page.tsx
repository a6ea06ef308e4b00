import { HomePage } from '@/features/home/pages/HomePage';

export default function Page() {
  return <HomePage />;
}
