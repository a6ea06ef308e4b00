export { DataTable, type Column } from './DataTable';
export { RecordTable } from './RecordTable';
export { useHiddenColumns } from './useHiddenColumns';
