export { type Call, CallList } from './CallList';
