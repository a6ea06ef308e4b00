import { BusinessPage } from '@/features/settings/pages/BusinessPage';

export default function Page() {
  return <BusinessPage />;
}
