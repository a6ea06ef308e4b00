import { type components, answered, api, publicApi } from '@/lib/api';

type Schemas = components['schemas'];
export type SessionView = Schemas['SessionView'];

export const sessionKeys = { list: ['sessions'] as const };

/** Whether anybody may register a business here. */
export async function isRegistrationOpen(signal: AbortSignal): Promise<boolean> {
  return (await answered(publicApi.GET('/v1/meta', { signal }))).registration === 'open';
}

export function logIn(body: Schemas['SignIn']): Promise<Schemas['SignedInView']> {
  return answered(publicApi.POST('/v1/auth/login', { body }));
}

export function register(body: Schemas['Registration']): Promise<Schemas['SignedInView']> {
  return answered(publicApi.POST('/v1/auth/register', { body }));
}

export function acceptInvitation(body: Schemas['Acceptance']): Promise<Schemas['SignedInView']> {
  return answered(publicApi.POST('/v1/auth/accept-invitation', { body }));
}

export async function listSessions(signal: AbortSignal): Promise<SessionView[]> {
  return (await answered(api.GET('/v1/auth/sessions', { signal }))).items;
}

export async function revokeSession(sessionId: string): Promise<void> {
  await answered(api.DELETE('/v1/auth/sessions/{sessionId}', { params: { path: { sessionId } } }));
}

export async function changePassword(body: Schemas['Passwords']): Promise<void> {
  await answered(api.POST('/v1/auth/change-password', { body }));
}
