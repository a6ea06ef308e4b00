export { askEarly } from './askPulse';
export { useLiveRefresh } from './useLiveRefresh';
