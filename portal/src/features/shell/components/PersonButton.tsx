'use client';
import { Avatar, Text, UnstyledButton } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { Unseen, Untrusted } from '@/components/text';
import { usePerson } from '@/lib/useSession';
import classes from './PersonMenu.module.css';

export function PersonButton(props: Omit<ComponentProps<'button'>, 'className' | 'style'>) {
  const t = useTranslations('shell');
  const roles = useTranslations('roles');
  const { user } = usePerson();
  return (
    <UnstyledButton {...props} className={classes.person}>
      <Avatar size={32} radius="xl" color="indigo" name={user.name} aria-hidden />
      <span className={classes.names}>
        <Text size="sm" fw={600} truncate>
          <Untrusted text={user.name} />
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {roles.has(user.role) ? roles(user.role) : user.role}
        </Text>
      </span>
      <Unseen>{t('personMenu')}</Unseen>
    </UnstyledButton>
  );
}
