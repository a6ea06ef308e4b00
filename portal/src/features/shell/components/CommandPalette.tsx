'use client';
import { Loader, Modal, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon, type IconName } from '@/components/icons/Icon';
import { Phone, Untrusted } from '@/components/text';
import { useProblemText } from '@/components/feedback';
import { paths, useGo } from '@/lib/navigation';
import { useProjected } from '@/lib/records';
import { useMay, usePerson } from '@/lib/useSession';
import { findCustomers } from '../api/findCustomers';
import { placesOf } from '../model/places';

const [store, spotlight] = createSpotlight();
const TYPING_MS = 150;

interface Command {
  key: string;
  label: string;
  icon: IconName;
  path: string;
}

/** Go to a place, make something, find a customer: from anywhere, by Ctrl-K. */
export default function CommandPalette({ request }: { request: number }) {
  useEffect(() => spotlight.open(), [request]);
  const t = useTranslations('palette');
  const shell = useTranslations('shell');
  const problemText = useProblemText();
  const go = useGo();
  const { user } = usePerson();
  const mayCreate = useMay('customers.edit');
  const mayConnect = useMay('connection.edit');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useQuery({
    queryKey: ['customers', 'palette', asked],
    queryFn: ({ signal }) => findCustomers(asked, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const customers = useProjected(asked === '' ? [] : (found.data ?? []));

  const commands: Command[] = [
    ...placesOf(user.role).map((place) => ({ key: place.key, label: shell(`places.${place.key}`), icon: place.icon, path: place.path })),
    ...(mayCreate ? [{ key: 'new', label: t('newCustomer'), icon: 'plus' as const, path: paths.newCustomer }] : []),
    { key: 'deleted', label: t('deletedCustomers'), icon: 'trash', path: paths.deletedCustomers },
    ...(mayConnect ? [{ key: 'voice', label: t('voiceConnection'), icon: 'phone' as const, path: paths.voiceConnection }] : []),
    { key: 'agents', label: t('voiceAgents'), icon: 'robot', path: paths.voiceAgents },
    { key: 'profile', label: shell('profile'), icon: 'person', path: paths.profile },
    { key: 'sessions', label: shell('sessions'), icon: 'devices', path: paths.sessions },
    { key: 'password', label: shell('password'), icon: 'key', path: paths.password },
  ];
  const matching = commands.filter(({ label }) => label.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase()));
  const nothing = matching.length === 0 && customers.length === 0;

  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight={420}
    >
      <VisuallyHidden component={Modal.Title}>{t('title')}</VisuallyHidden>
      <Spotlight.Search
        placeholder={t('placeholder')}
        aria-label={t('placeholder')}
        leftSection={<Icon name="search" />}
        rightSection={found.isFetching ? <Loader size="xs" /> : null}
      />
      <Spotlight.ActionsList>
        {customers.length > 0 && (
          <Spotlight.ActionsGroup label={t('customers')}>
            {customers.map((customer) => (
              <Spotlight.Action key={customer.id} leftSection={<Icon name="person" />} onClick={() => go(paths.customer(customer.id))}>
                <span style={{ flex: 1 }}>
                  {customer.name === undefined ? <Phone number={customer.phone} /> : <Untrusted text={customer.name} />}
                </span>
                {customer.name !== undefined && <Phone number={customer.phone} />}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {matching.length > 0 && (
          <Spotlight.ActionsGroup label={t('commands')}>
            {matching.map((command) => (
              <Spotlight.Action key={command.key} label={command.label} leftSection={<Icon name={command.icon} />} onClick={() => go(command.path)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.error && asked !== '' && <Spotlight.Empty>{problemText(found.error)}</Spotlight.Empty>}
        {nothing && !found.error && <Spotlight.Empty>{found.isFetching || asked !== typed.trim() ? t('searching') : t('nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
