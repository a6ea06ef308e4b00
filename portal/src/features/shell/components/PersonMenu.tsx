'use client';
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/icons/Icon';
import { useProblemText } from '@/components/feedback';
import { session } from '@/lib/api';
import { LANGUAGES, LANGUAGE_NAMES, type Language, useLanguage } from '@/lib/i18n';
import { leaveWith, paths, useGo } from '@/lib/navigation';
import { editOwnUser } from '@/lib/ownUser';
import { usePerson } from '@/lib/useSession';
import { PersonButton } from './PersonButton';
import classes from './PersonMenu.module.css';

const SCHEMES = ['light', 'dark', 'auto'] as const;

export default function PersonMenu({ isWanted }: { isWanted: boolean }) {
  const t = useTranslations('shell');
  const problemText = useProblemText();
  const go = useGo();
  const { user } = usePerson();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const signOut = () =>
    leaveWith(() => {
      session.signOut().catch((error: unknown) => {
        notifications.show({ title: t('notSignedOut'), message: problemText(error), color: 'red' });
      });
    });

  const chooseLanguage = (chosen: Language) => {
    choose(chosen);
    editOwnUser(user, { language: chosen }).catch((error: unknown) => {
      notifications.show({ title: t('languageNotKept'), message: problemText(error), color: 'red' });
    });
  };

  return (
    <Menu defaultOpened={isWanted} position="top-start" width={230} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <PersonButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label dir="ltr" className={classes.email}>
          <bdi>{user.email}</bdi>
        </Menu.Label>
        <Menu.Item leftSection={<Icon name="person" size={16} />} onClick={() => go(paths.profile)}>
          {t('profile')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="devices" size={16} />} onClick={() => go(paths.sessions)}>
          {t('sessions')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => go(paths.password)}>
          {t('password')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(chosen) => chooseLanguage(chosen as Language)}>
          {LANGUAGES.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each}>
              {LANGUAGE_NAMES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(chosen) => setColorScheme(chosen as MantineColorScheme)}>
          {SCHEMES.map((each) => (
            <Menu.RadioItem key={each} value={each}>
              {t(`schemes.${each}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={signOut}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
