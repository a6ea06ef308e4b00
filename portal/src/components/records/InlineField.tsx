'use client';
import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorState } from '@/components/feedback';
import { Icon } from '@/components/icons/Icon';
import { dropDraft, readDraft, saveDraft } from '@/lib/drafts';
import { useUnsavedChanges } from '@/lib/navigation';
import { sameValue } from '@/lib/records';
import { usePerson } from '@/lib/useSession';
import { type Refusal, useRefusal } from './useRefusal';
import classes from './InlineField.module.css';

export interface EditorProps<Value> {
  value: Value;
  change: (value: Value) => void;
  /** What is wrong, by the pointer of the API below this field; the field itself is ''. */
  errors: Readonly<Record<string, string>>;
}

interface Props<Value, Begun> {
  label: string;
  /** The members that this field edits, as the API points to them: `/phone`. */
  pointers: readonly string[];
  value: Value;
  /** The record as it is now. What the edit began with is given back when it is saved. */
  record: Begun;
  children: ReactNode;
  editor: (props: EditorProps<Value>) => ReactNode;
  save: (begunWith: Begun, value: Value) => Promise<unknown>;
  /** Names what was typed and not saved, to find it again. */
  draft: string;
  readOnly?: boolean;
  /** Enter makes a new line here, and Ctrl-Enter saves. */
  multiline?: boolean;
  /** What can be done about a refusal: a link to the record that stands in the way. */
  explain?: (refusal: Refusal) => ReactNode;
}

/** One field of a record: shown, and edited in its place. What is saved shows at once; what is refused opens again. */
export function InlineField<Value, Begun>(props: Props<Value, Begun>) {
  const { label, pointers, value, record, children, editor, save, draft, readOnly = false, multiline = false, explain } = props;
  const t = useTranslations('inline');
  const { user } = usePerson();
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [begun, setBegun] = useState<{ record: Begun; value: Value }>({ record, value });
  const [typed, setTyped] = useState<Value | null>(() => (readOnly ? null : (readDraft(user.id, draft) as Value | null)));
  const { refusal, refuse, accept } = useRefusal(pointers);
  const isOpen = typed !== null;
  const isChanged = isOpen && !sameValue(typed, begun.value);
  useUnsavedChanges(isChanged);

  useEffect(() => {
    if (isOpen) form.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select')?.focus();
  }, [isOpen]);
  useEffect(() => {
    if (!refusal) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refusal]);

  function open(): void {
    setBegun({ record, value });
    setTyped(value);
  }
  function change(next: Value): void {
    setTyped(next);
    saveDraft(user.id, draft, next);
  }
  function close(): void {
    setTyped(null);
    accept();
    dropDraft(user.id, draft);
    requestAnimationFrame(() => opener.current?.focus());
  }
  async function submit(): Promise<void> {
    if (typed === null) return;
    const sent = typed;
    const from = begun;
    if (!isChanged) {
      close();
      return;
    }
    // Kept until the answer is there: should the tab die in between, the text is not lost.
    setTyped(null);
    accept();
    requestAnimationFrame(() => opener.current?.focus());
    try {
      await save(from.record, sent);
      dropDraft(user.id, draft);
    } catch (error) {
      setBegun(from);
      setTyped((newer) => newer ?? sent);
      refuse(error);
    }
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && multiline && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  }

  if (!isOpen) {
    return (
      <div className={classes.field}>
        <Text size="xs" c="dimmed" id={id}>
          {label}
        </Text>
        <div className={classes.shown}>
          <div className={classes.value}>{children}</div>
          {!readOnly && (
            <UnstyledButton ref={opener} className={classes.open} aria-label={t('edit', { field: label })} onClick={open}>
              <Icon name="pencil" size={15} />
            </UnstyledButton>
          )}
        </div>
      </div>
    );
  }
  return (
    <form
      ref={form}
      className={classes.editing}
      aria-label={t('edit', { field: label })}
      noValidate
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="xs">
        {refusal?.general !== undefined && (explain?.(refusal) ?? <ErrorState error={refusal.error} title={t('notSaved')} />)}
        {editor({ value: typed, change, errors: refusal?.fields ?? {} })}
        <Group gap="xs">
          <Button size="compact-sm" type="submit">
            {t('save')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={close}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
