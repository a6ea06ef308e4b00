import { Text } from '@mantine/core';
import { PageTitle } from '@/components/layout/PageTitle';

/** What a page before signing in is, and what to do on it. */
export function SignedOutHeading({ title, children }: { title: string; children: string }) {
  return (
    <div>
      <PageTitle title={title} />
      <Text size="sm" c="dimmed" mt={4}>
        {children}
      </Text>
    </div>
  );
}
