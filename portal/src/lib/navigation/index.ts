export { paths, placeAfterSignIn } from './paths';
export { leaveWith, registerLeaveDialog, useUnsavedChanges } from './unsaved';
export { useGo } from './useGo';
export { useUrlState } from './useUrlState';
