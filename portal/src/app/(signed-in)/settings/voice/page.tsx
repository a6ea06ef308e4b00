import { VoicePage } from '@/features/settings/pages/VoicePage';

export default function Page() {
  return <VoicePage />;
}
