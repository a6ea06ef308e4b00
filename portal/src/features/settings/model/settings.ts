import type { components } from '@/lib/api';

type Schemas = components['schemas'];

/** The settings of the business, as a record: there is one, so its id is the same everywhere. */
export type Settings = Schemas['SettingsView'] & { id: string };
export type SettingsEdit = Schemas['SettingsEdit'];
export const SETTINGS_ID = 'settings';

export type Connection = Schemas['VoiceConnectionView'];
export type Credentials = Schemas['VoiceCredentials'];

/** The API names an agent by its connection and its id there. */
export type Agent = Schemas['VoiceAgentView'] & { id: string };
export type NewAgent = Schemas['NewVoiceAgent'];
