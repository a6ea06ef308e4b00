'use client';
import { Group, Kbd, Modal, Table } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useMay, usePerson } from '@/lib/useSession';
import { placesOf } from '../model/places';

export default function KeyboardHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTranslations('keys');
  const common = useTranslations('common');
  const shell = useTranslations('shell');
  const { user } = usePerson();
  const mayCreate = useMay('customers.edit');
  const keys: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], t('palette')],
    ...placesOf(user.role).map((place) => [['g', place.letter], t('goTo', { place: shell(`places.${place.key}`) })] as const),
    ...(mayCreate ? [[['c'], t('newCustomer')] as const] : []),
    [['/'], t('search')],
    [['j', 'k'], t('rows')],
    [['Enter'], t('open')],
    [['x'], t('select')],
    [['?'], t('help')],
  ];
  return (
    <Modal opened={opened} onClose={close} title={t('title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {keys.map(([names, does]) => (
            <Table.Tr key={does}>
              <Table.Th w={120} scope="row">
                <Group gap={4} wrap="nowrap" dir="ltr">
                  {names.map((name) => (
                    <Kbd key={name}>{name}</Kbd>
                  ))}
                </Group>
              </Table.Th>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
