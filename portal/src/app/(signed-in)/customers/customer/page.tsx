import { CustomerPage } from '@/features/customers/pages/CustomerPage';

export default function Page() {
  return <CustomerPage />;
}
