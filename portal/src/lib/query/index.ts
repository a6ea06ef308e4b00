export { queryClient } from './queryClient';
export { useRecordQuery } from './useRecordQuery';
export { useRecordList, type Page } from './useRecordList';
