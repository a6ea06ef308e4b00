'use client';
import { Button, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Column } from '@/components/table';
import { Phone, Untrusted, When, unseen } from '@/components/text';
import type { Agent } from '../model/settings';
import classes from './agentColumns.module.css';

export function useAgentColumns(remove: ((agent: Agent) => void) | null): readonly Column<Agent>[] {
  const t = useTranslations('agents');
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('name'),
        width: 28,
        cell: ({ name, agentId, phoneNumber }) => (
          <div className={classes.name}>
            <Text size="sm" fw={500} truncate component="span" maw="100%">
              <Untrusted text={name} />
            </Text>
            <bdi className={classes.id} dir="ltr">
              {agentId}
            </bdi>
            {phoneNumber !== undefined && (
              <span className={classes.narrow}>
                <Phone number={phoneNumber} />
              </span>
            )}
          </div>
        ),
      },
      {
        id: 'number',
        title: t('phoneNumber'),
        width: 24,
        wideOnly: true,
        cell: ({ phoneNumber }) =>
          phoneNumber === undefined ? (
            <Text size="sm" c="dimmed" component="span">
              {t('noNumber')}
            </Text>
          ) : (
            <Phone number={phoneNumber} />
          ),
      },
      {
        id: 'provider',
        title: t('provider'),
        width: 16,
        wideOnly: true,
        cell: ({ provider }) => provider !== undefined && (t.has(`providers.${provider}`) ? t(`providers.${provider}`) : provider),
      },
      { id: 'registered', title: t('registered'), width: 18, wideOnly: true, cell: ({ createdAt }) => <When at={createdAt} /> },
      ...(remove
        ? [
            {
              id: 'remove',
              title: t('actions'),
              width: 14,
              cell: (agent: Agent) => (
                <Button size="compact-sm" variant="default" onClick={() => remove(agent)}>
                  {t.rich('removeOf', { name: agent.name, of: unseen })}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [remove, t],
  );
}
