import { useRecordMutation } from '@/components/records';
import type { Customer, NewCustomer } from '../model/customer';
import { nameOf } from '../model/customer';
import { KIND, customerKeys, customerRequests } from './customers';

const options = { kind: KIND, requests: customerRequests, lists: customerKeys.lists, nameOf };

export function useCustomerMutation() {
  return useRecordMutation<Customer, NewCustomer>(options);
}
