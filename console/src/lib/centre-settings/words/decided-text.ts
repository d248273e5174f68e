// Since when something counts, and who wanted and who agreed to it.
import type { SettingPeriod, SettingView } from '@achterwacht/shared/routes/settings.ts';
import { m } from '../../paraglide/messages.js';
import { dayAndTime } from '../../time/format.ts';

export function decidedText({ proposedBy, by, alone }: SettingPeriod['decided']): string {
  const proposer = proposedBy?.name ?? m.setting_by_system();
  if (alone === 'only-administrator') return m.setting_decided_only({ name: proposer });
  if (alone === 'by-system') return m.setting_decided_system();
  if (alone === 'not-needed' || !by) return m.setting_decided_by({ name: proposer });
  return m.setting_decided_by_two({ proposer, name: by.name });
}

export function sinceText({ since, decided }: Pick<SettingView, 'since' | 'decided'>): string {
  if (since === null) return m.setting_never_set();
  const at = dayAndTime(since);
  return decided ? m.setting_since_by({ at, by: decidedText(decided) }) : m.setting_since({ at });
}
