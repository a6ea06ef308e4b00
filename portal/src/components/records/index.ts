export { InlineField, type EditorProps } from './InlineField';
export type { Refusal } from './useRefusal';
export { NotSavedBanner } from './NotSavedBanner';
export { useRecordMutation } from './useRecordMutation';
