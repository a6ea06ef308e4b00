import { type components, answered, api } from '@/lib/api';
import { recordStore } from '@/lib/records';

export type CallOfCustomer = components['schemas']['DetailedCallView'];

export function getCall(callId: string, signal: AbortSignal): Promise<CallOfCustomer> {
  return answered(api.GET('/v1/calls/{callId}', { params: { path: { callId } }, signal }));
}

/** Makes it the call of a customer. */
export async function linkCall({ id, version }: CallOfCustomer, customerId: string): Promise<void> {
  const header = { 'If-Match': `"${version.toString()}"` };
  recordStore.learn(await answered(api.PUT('/v1/calls/{callId}/customer', { body: { customerId }, params: { path: { callId: id }, header } })));
}
