export { type Call, otherNumber, otherPersonText } from './call';
export { CallList } from './CallList';
export { CallStatus } from './CallStatus';
export { CallVerdict } from './CallVerdict';
export { DirectionMark, useDirectionText } from './Direction';
export { duration } from './duration';
export { OtherPerson } from './OtherPerson';
