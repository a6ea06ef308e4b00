'use client';
import { Button, Group, Text } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Call, otherPersonText, reportedNumber } from '@/components/calls';
import { lazily } from '@/components/layout/lazily';
import { unseen } from '@/components/text';
import { AreaTexts } from '@/lib/i18n';
import { visible } from '@/lib/text/untrusted';
import { useMay } from '@/lib/useSession';
import { useCustomerChoice } from '../api/useCustomerChoice';

const CustomerChoiceDialog = lazily(() => import('./CustomerChoiceDialog'));

interface Props {
  call: Call;
  /** Whether it stands in a row of the list: then it only offers to choose, and says for which call. */
  inRow?: boolean;
}

/** Whose call it was, where a person may say so. */
export default function CustomerChoice(props: Props) {
  const mayEdit = useMay('customers.edit');
  if (!mayEdit) return null;
  return (
    <AreaTexts area="calls" loading={null}>
      <Choice {...props} />
    </AreaTexts>
  );
}

function Choice({ call, inRow = false }: Props) {
  const t = useTranslations('customerChoice');
  const choose = useCustomerChoice();
  const [isOpen, setOpen] = useState(false);
  const who = otherPersonText(call) ?? visible(reportedNumber(call) ?? call.id);
  return (
    <Group gap="xs" mt={inRow ? 2 : 'xs'} onClick={(event) => event.stopPropagation()}>
      {!inRow && call.customerChosen === true && (
        <Text size="xs" c="dimmed">
          {t('byPerson')}
        </Text>
      )}
      <Button size="compact-xs" variant={call.customerId === undefined ? 'light' : 'default'} onClick={() => setOpen(true)}>
        {inRow ? t('chooseShort') : call.customerId === undefined ? t('choose') : t('change')}
        {inRow && unseen(` ${t('of', { call: who })}`)}
      </Button>
      {call.customerId !== undefined && call.customerChosen === true && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void choose(call, undefined, '')}>
          {t('untie')}
        </Button>
      )}
      <Suspense>
        {isOpen && (
          <CustomerChoiceDialog
            call={call}
            close={() => setOpen(false)}
            choose={(customer, name) => {
              setOpen(false);
              void choose(call, customer, name);
            }}
          />
        )}
      </Suspense>
    </Group>
  );
}
