import { type components, answered, api, session } from '@/lib/api';
import { type Patch, type RecordRequests, recordEditor } from '@/lib/records';

export type OwnUser = components['schemas']['UserView'];
export type OwnEdit = components['schemas']['MeEdit'];

export const ownUserKey = ['me'] as const;

export async function getOwnUser(signal: AbortSignal): Promise<OwnUser> {
  return (await answered(api.GET('/v1/auth/me', { signal }))).user;
}

const requests: Pick<RecordRequests<OwnUser>, 'update'> = {
  update: (_, patch: Patch, ifMatch) => answered(api.PATCH('/v1/auth/me', { body: patch, params: { header: { 'If-Match': ifMatch } } })),
};

/** Saves an edit of the person who is signed in, and tells every page and tab of it. */
export async function editOwnUser(begunWith: OwnUser, edit: OwnEdit): Promise<OwnUser> {
  const user = await recordEditor.edit(requests, begunWith, { ...edit });
  session.userChanged(user);
  return user;
}
