'use client';
import { Alert, Anchor } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ErrorState, useProblemText } from '@/components/feedback';
import { AppLink } from '@/components/layout/AppLink';
import type { Refusal } from '@/components/records';
import { isProblem } from '@/lib/api';
import { paths } from '@/lib/navigation';

/** Another customer has what should be this one's: most likely both are the same person. */
export function TakenNotice({ refusal }: { refusal: Refusal }) {
  const t = useTranslations('customer');
  const inline = useTranslations('inline');
  const problemText = useProblemText();
  const { error } = refusal;
  if (!isProblem(error, 'phone_taken', 'external_id_taken')) return <ErrorState error={error} title={inline('notSaved')} />;
  const { existingId } = error.problem;
  return (
    <Alert color="yellow" variant="light" role="alert" title={problemText(error)}>
      {existingId !== undefined && (
        <Anchor component={AppLink} href={paths.customer(existingId)} size="sm">
          {t('openExisting')}
        </Anchor>
      )}
    </Alert>
  );
}
