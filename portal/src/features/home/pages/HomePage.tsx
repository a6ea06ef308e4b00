'use client';
import { Skeleton } from '@mantine/core';
import { AreaTexts } from '@/lib/i18n';
import { useDashboard } from '../api/useDashboard';
import { Overview } from '../components/Overview';

export function HomePage() {
  // Asked for at once, not after the texts have come.
  useDashboard();
  return (
    <AreaTexts area="dashboard" loading={<Skeleton height={420} radius="md" />}>
      <Overview />
    </AreaTexts>
  );
}
