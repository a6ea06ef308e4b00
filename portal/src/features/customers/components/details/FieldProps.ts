import type { Customer, CustomerEdit } from '../../model/customer';

export interface FieldProps {
  customer: Customer;
  edit: (begunWith: Customer, patch: CustomerEdit) => Promise<unknown>;
  readOnly: boolean;
}
