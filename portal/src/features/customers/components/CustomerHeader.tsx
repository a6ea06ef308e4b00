'use client';
import { Anchor, Avatar, Button, Group, Stack, Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { PageTitle } from '@/components/layout/PageTitle';
import { Phone, Untrusted } from '@/components/text';
import { paths } from '@/lib/navigation';
import { useChanges } from '@/lib/records';
import { cityOf, clockNow } from '@/lib/time';
import { useNow } from '@/lib/useNow';
import { type Customer, nameOf } from '../model/customer';
import { ConsentBadge } from './ConsentBadge';

interface Props {
  customer: Customer;
  /** Absent where the person may not delete. */
  remove?: (() => void) | undefined;
}

export function CustomerHeader({ customer, remove }: Props) {
  const t = useTranslations('customer');
  const locale = useLocale();
  const now = useNow();
  const saving = useChanges(customer.id).some(({ state }) => state === 'saving');
  return (
    <Stack gap="xs">
      <Anchor component={AppLink} href={paths.customers} size="sm" c="dimmed" w="fit-content">
        <Group gap={4} component="span">
          <Icon name="back" size={15} />
          {t('back')}
        </Group>
      </Anchor>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <Avatar size={48} radius="xl" color="indigo" visibleFrom="xs" {...(customer.name === undefined ? {} : { name: customer.name })} />
        <Stack gap={4} style={{ flex: 1, minWidth: 0 }}>
          <PageTitle
            title={nameOf(customer)}
            beside={
              remove && (
                <Button variant="default" size="xs" leftSection={<Icon name="trash" size={15} />} onClick={remove}>
                  {t('delete')}
                </Button>
              )
            }
          >
            {customer.name === undefined ? <Phone number={customer.phone} /> : <Untrusted text={customer.name} />}
          </PageTitle>
          <Group gap="sm">
            <Text size="sm">
              <Phone number={customer.phone} extension={customer.phoneExtension} />
            </Text>
            <ConsentBadge consent={customer.consent} />
            {customer.timeZone !== undefined && (
              <Text size="sm" c="dimmed">
                {t('localTime', { city: cityOf(customer.timeZone), time: clockNow({ locale, zone: customer.timeZone }, now) })}
              </Text>
            )}
            <Text size="sm" c="dimmed" role="status">
              {saving ? t('saving') : ''}
            </Text>
          </Group>
        </Stack>
      </Group>
    </Stack>
  );
}
