export { paths, placeAfterSignIn } from './paths';
export { leaveWith, registerLeaveDialog, useUnsavedChanges, wouldLoseText } from './unsaved';
export { useGo } from './useGo';
export { useUrlState } from './useUrlState';
