import { Alert, Button, Group, Text } from '@mantine/core';

interface Props {
  /** That what was typed before is there again. */
  text: string;
  /** The button that begins anew. */
  action: string;
  discard: () => void;
}

/** Above a form that has been filled with a draft. */
export function DraftNotice({ text, action, discard }: Props) {
  return (
    <Alert color="gray" variant="light">
      <Group justify="space-between">
        <Text size="sm">{text}</Text>
        <Button size="compact-sm" variant="default" onClick={discard}>
          {action}
        </Button>
      </Group>
    </Alert>
  );
}
