import type { components } from '@/lib/api';
import { visible } from '@/lib/text/untrusted';
import { groupedPhone } from '@/lib/text/phone';

export type Customer = components['schemas']['CustomerView'];
export type CustomerSummary = components['schemas']['CustomerSummaryView'];
export type NewCustomer = components['schemas']['NewCustomer'];
export type CustomerEdit = components['schemas']['CustomerEdit'];
export type OtherPhone = components['schemas']['OtherPhoneView'];

/** A row of a list: all of a customer, or what a search shows of it. */
export type CustomerRow = Customer | CustomerSummary;

export function isWhole(row: CustomerRow): row is Customer {
  return 'version' in row;
}

/** What a customer is called where one line of plain text is wanted. */
export function nameOf({ name, phone }: Pick<CustomerRow, 'name' | 'phone'>): string {
  return name === undefined ? groupedPhone(phone) : visible(name);
}
