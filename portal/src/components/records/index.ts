export { NotSavedBanner } from './NotSavedBanner';
export { useRecordMutation } from './useRecordMutation';
