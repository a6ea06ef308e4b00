import { ApiError, type Problem, type components, answered, api, isProblem } from '@/lib/api';
import { type Patch, type RecordRequests, recordStore } from '@/lib/records';
import { MAPPING_ID, type Mapping, type Names } from '../model/collectedData';

type Schemas = components['schemas'];
export type HeardInCall = Schemas['HeardInCall'];

export const collectedDataKeys = {
  mapping: ['settings', 'collected-data'] as const,
  preview: (names: Names) => ['settings', 'collected-data', 'preview', names] as const,
};

export async function getMapping(signal?: AbortSignal): Promise<Mapping> {
  return mappingOf(await answered(api.GET('/v1/settings/collected-data', signal ? { signal } : {})));
}

export const mappingRequests: Pick<RecordRequests<Mapping>, 'update'> = {
  update: async (_, patch: Patch, ifMatch) => {
    // The document is replaced whole: what is not edited stays as it was in the version that is replaced.
    const { name, email, language } = { ...((recordStore.newest(MAPPING_ID) as Mapping | undefined) ?? (await getMapping())), ...patch } as Names;
    try {
      return mappingOf(await answered(api.PUT('/v1/settings/collected-data', { body: { customer: { name, email, language } }, params: { header: { 'If-Match': ifMatch } } })));
    } catch (error) {
      // The refusal names the version alone; what another person has saved has to be read.
      if (!isProblem(error, 'stale_version')) throw error;
      const current = (await getMapping()) as unknown as NonNullable<Problem['current']>;
      throw new ApiError({ ...error.problem, current });
    }
  },
};

/** What these names would have taken from the latest calls. */
export async function previewNames({ name, email, language }: Names, signal: AbortSignal): Promise<HeardInCall[]> {
  const { calls } = await answered(api.POST('/v1/settings/collected-data/preview', { body: { customer: { name, email, language } }, signal }));
  return calls;
}

function mappingOf({ customer, version }: Schemas['CollectedDataView']): Mapping {
  return { id: MAPPING_ID, version, ...customer };
}
