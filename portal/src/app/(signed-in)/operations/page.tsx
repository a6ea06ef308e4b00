import { InboxPage } from '@/features/operations/pages/InboxPage';

export default function Page() {
  return <InboxPage />;
}
