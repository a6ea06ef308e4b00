export { Money } from './Money';
export { Phone } from './Phone';
export { Untrusted } from './Untrusted';
export { When } from './When';
export { Unseen, unseen } from './Unseen';
