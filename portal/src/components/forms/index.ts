export { DraftNotice } from './DraftNotice';
export { checkedBy } from './resolver';
export { useDraft } from './useDraft';
export { useFieldMessage } from './useFieldMessage';
export { fieldOf, useFormProblem } from './useFormProblem';
