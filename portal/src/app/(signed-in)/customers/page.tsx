import { CustomersPage } from '@/features/customers/pages/CustomersPage';

export default function Page() {
  return <CustomersPage />;
}
