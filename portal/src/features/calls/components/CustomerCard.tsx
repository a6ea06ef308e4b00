'use client';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Call, OtherPerson, mayChooseCustomer, otherNumber, reportedNumber } from '@/components/calls';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { Phone, Untrusted } from '@/components/text';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';
import { paths } from '@/lib/navigation';
import classes from './CustomerCard.module.css';
import { Section } from './Section';

const CustomerChoice = lazily(() => import('./CustomerChoice'));

/** Why there is no customer. */
function Nobody({ call }: { call: Call }) {
  const t = useTranslations('call');
  const reported = reportedNumber(call);
  if (reported !== undefined) return t.rich('customerNotUnderstood', { reported: () => <bdi dir="ltr"><Untrusted text={reported} /></bdi> });
  return call.numberWithheld ? t('customerWithheld') : t('customerUnknown');
}

/** Who the other person is: a customer, one of several, or somebody who cannot be known. */
export function CustomerCard({ call }: { call: Call }) {
  const t = useTranslations('call');
  const number = otherNumber(call);
  const name = call.customer?.name;
  // Nobody chose between these yet.
  const candidates = call.customerId === undefined ? call.candidates : [];
  return (
    <Section title={t('customer')}>
      {call.customerId === undefined && candidates.length === 0 && (
        <Text size="sm" c="dimmed">
          <Nobody call={call} />
        </Text>
      )}
      {candidates.length > 0 && (
        <Stack gap={0}>
          <Text size="sm">{t('candidates')}</Text>
          {candidates.map((id, index) => (
            <Anchor key={id} component={AppLink} href={paths.customer(id)} size="sm" lh="24px">
              {t('candidate', { number: index + 1 })}
            </Anchor>
          ))}
        </Stack>
      )}
      {call.customerId !== undefined && (
        <Group gap="sm" wrap="nowrap">
          <span className={classes.mark}>
            <Icon name="person" />
          </span>
          <Stack gap={0} miw={0}>
            <Anchor component={AppLink} href={paths.customer(call.customerId)} size="sm" fw={600} lh="24px">
              <OtherPerson call={call} />
            </Anchor>
            {name !== undefined && number !== undefined && (
              <Text size="sm" c="dimmed">
                <Phone number={number} />
              </Text>
            )}
            <Anchor component={AppLink} href={paths.callsLike(`customer=${call.customerId}`)} size="xs" lh="24px">
              {t('callsOfCustomer')}
            </Anchor>
          </Stack>
        </Group>
      )}
      {mayChooseCustomer(call) && (
        <Later>
          <CustomerChoice call={call} />
        </Later>
      )}
    </Section>
  );
}
