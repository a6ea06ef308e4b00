export { DataTable, type Column } from './DataTable';
export { useHiddenColumns } from './useHiddenColumns';
