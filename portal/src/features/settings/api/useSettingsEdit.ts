import { useCallback } from 'react';
import { session } from '@/lib/api';
import { recordEditor } from '@/lib/records';
import type { Settings, SettingsEdit } from '../model/settings';
import { settingsRequests } from './business';

/** Saves an edit of the settings, and tells every page and tab of them. */
export function useSettingsEdit(): (begunWith: Settings, edit: SettingsEdit) => Promise<Settings> {
  return useCallback(async (begunWith, edit) => {
    const settings = await recordEditor.edit(settingsRequests, begunWith, edit);
    const { name, timeZone, defaultRegion } = settings;
    session.tenantChanged({ name, timeZone, defaultRegion });
    return settings;
  }, []);
}
