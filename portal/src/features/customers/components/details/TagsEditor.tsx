'use client';
import { TagsInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

const MOST = 20;

interface Props {
  tags: string[];
  change: (tags: string[]) => void;
  error: string | undefined;
}

export default function TagsEditor({ tags, change, error }: Props) {
  const t = useTranslations('customer');
  const fields = useTranslations('fields');
  return (
    <TagsInput label={fields('tags')} description={t('tagsHint')} value={tags} maxTags={MOST} dir="auto" error={error} onChange={change} autoFocus />
  );
}
