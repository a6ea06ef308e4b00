'use client';
import { CloseButton, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { Logo } from '@/components/icons/Logo';
import { AppLink } from '@/components/layout/AppLink';
import { Untrusted } from '@/components/text';
import { usePerson } from '@/lib/useSession';
import { isInside, placesOf } from '../model/places';
import { openPalette } from '../model/palette';
import { Later } from '@/components/layout/Later';
import { lazily } from '@/components/layout/lazily';

import { PersonButton } from './PersonButton';
import classes from './Sidebar.module.css';

const PersonMenu = lazily(() => import('./PersonMenu'));

export function Sidebar({ help, closeMenu }: { help: () => void; closeMenu: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const { tenant, user } = usePerson();
  // The menu opens as soon as it is there for whoever pressed its button before.
  const [isMenuWanted, setMenuWanted] = useState(false);
  return (
    <div className={classes.sidebar}>
      <Group justify="space-between" className={classes.top}>
        <Logo />
        <CloseButton hiddenFrom="sm" aria-label={t('closeMenu')} onClick={closeMenu} />
      </Group>
      <Text size="xs" c="dimmed" className={classes.tenant}>
        <Untrusted text={tenant.name} />
      </Text>
      <UnstyledButton
        className={classes.search}
        onClick={() => {
          closeMenu();
          openPalette();
        }}
      >
        <Icon name="search" size={16} />
        <span className={classes.grow}>{t('search')}</span>
        <Kbd size="xs" dir="ltr" visibleFrom="sm">
          {t('searchKeys')}
        </Kbd>
      </UnstyledButton>
      <ul className={classes.places}>
        {placesOf(user.role).map((place) => (
          <li key={place.key}>
            <AppLink href={place.path} className={classes.place} aria-current={isInside(place, pathname) ? 'page' : undefined} onClick={closeMenu}>
              <Icon name={place.icon} />
              {t(`places.${place.key}`)}
            </AppLink>
          </li>
        ))}
      </ul>
      <div className={classes.bottom}>
        <UnstyledButton className={classes.place} onClick={help} visibleFrom="sm">
          <Icon name="keyboard" />
          <span className={classes.grow}>{t('keys')}</span>
          <Kbd size="xs">?</Kbd>
        </UnstyledButton>
        <Later fallback={<PersonButton aria-busy onClick={() => setMenuWanted(true)} />}>
          <PersonMenu isWanted={isMenuWanted} />
        </Later>
      </div>
    </div>
  );
}
