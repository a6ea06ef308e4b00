export { questions, recordEditor, recordStore, useChanges, useProjected, useRevision } from './records';
export type { RecordRequests } from './recordEditor';
export type { AskedConflict } from './questions';
export type { StoredRecord, Change } from './recordStore';
export { type Patch, type Path, pathsOf, sameValue, valueAt } from './mergePatch';
