import { ApiError, type Problem, answered, api, isProblem } from '@/lib/api';
import type { Patch, RecordRequests } from '@/lib/records';
import { SETTINGS_ID, type Settings } from '../model/settings';

export const settingsKey = ['settings'] as const;

export async function getSettings(signal?: AbortSignal): Promise<Settings> {
  const settings = await answered(api.GET('/v1/settings', signal ? { signal } : {}));
  return { ...settings, id: SETTINGS_ID };
}

export const settingsRequests: Pick<RecordRequests<Settings>, 'update'> = {
  update: async (_, patch: Patch, ifMatch) => {
    try {
      const settings = await answered(api.PATCH('/v1/settings', { body: patch, params: { header: { 'If-Match': ifMatch } } }));
      return { ...settings, id: SETTINGS_ID };
    } catch (error) {
      // The refusal names the version alone; what another person has saved has to be read.
      if (!isProblem(error, 'stale_version')) throw error;
      const current = (await getSettings()) as unknown as NonNullable<Problem['current']>;
      throw new ApiError({ ...error.problem, current });
    }
  },
};
