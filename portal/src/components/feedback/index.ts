export { EmptyState } from './EmptyState';
export { ErrorState } from './ErrorState';
export { PageBoundary } from './PageBoundary';
export { useFieldErrorText, useProblemText } from './useProblemText';
