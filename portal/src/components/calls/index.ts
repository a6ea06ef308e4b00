export { type Call, mayChooseCustomer, otherNumber, otherPersonText, reportedNumber } from './call';
export { CallList } from './CallList';
export { CallStatus } from './CallStatus';
export { CallVerdict } from './CallVerdict';
export { DirectionMark, useDirectionText } from './Direction';
export { duration } from './duration';
export { OtherNumber, OtherPerson } from './OtherPerson';
