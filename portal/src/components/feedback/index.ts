export { AdminsOnly } from './AdminsOnly';
export { EmptyState } from './EmptyState';
export { ErrorState } from './ErrorState';
export { NoneFound } from './NoneFound';
export { PageBoundary } from './PageBoundary';
export { useFieldErrorText, useProblemText } from './useProblemText';
