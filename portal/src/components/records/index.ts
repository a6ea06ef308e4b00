export { ConflictDialog } from './ConflictDialog';
export { NotSavedBanner } from './NotSavedBanner';
export { useRecordMutation } from './useRecordMutation';
