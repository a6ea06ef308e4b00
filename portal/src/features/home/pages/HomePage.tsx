'use client';
import { Skeleton } from '@mantine/core';
import { AreaTexts } from '@/lib/i18n';
import { Overview } from '../components/Overview';

export function HomePage() {
  return (
    <AreaTexts area="dashboard" loading={<Skeleton height={420} radius="md" />}>
      <Overview />
    </AreaTexts>
  );
}
