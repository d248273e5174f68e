// The secrets that a value names, as whoever edits it needs them: to leave them as they are.
import type { SettingView } from '@achterwacht/shared/routes/settings.ts';

export const secretIdsOf = (value: SettingView['value']): readonly string[] =>
  value !== null && typeof value === 'object' && 'secretIds' in value ? value.secretIds : [];
