'use client';
import { Anchor, Group } from '@mantine/core';

import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { AppLink } from '@/components/layout/AppLink';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';
import { paths } from '@/lib/navigation';
import { type CallFilter, addressOf } from '../model/callFilter';

const Neighbours = lazily(() => import('./Neighbours'));

/** Back to the list that the call was opened from, and to the calls beside it there. */
export function CallNavigation({ id, filter }: { id: string; filter: CallFilter }) {
  const t = useTranslations('call');
  const list = addressOf(filter);
  return (
    <Group justify="space-between" mih={30}>
      <Anchor component={AppLink} href={paths.callsLike(list)} size="sm" c="dimmed" w="fit-content">
        <Group gap={4} component="span">
          <Icon name="back" size={15} />
          {list === '' ? t('back') : t('backToFiltered')}
        </Group>
      </Anchor>
      <Later>
        <Neighbours id={id} filter={filter} />
      </Later>
    </Group>
  );
}
