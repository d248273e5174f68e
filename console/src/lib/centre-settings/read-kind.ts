// What a page of one kind of setting needs. Whom a centre pages is asked for only where the page shows it: the server
// writes down that somebody looked.
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { call } from '../api.ts';

export async function readKind(kind: SettingKind, signal: AbortSignal) {
  const of = (one: SettingKind) => call('settings', { query: { kind: one }, signal });
  const answer = await of(kind);
  if (kind !== 'sms') return { ...answer, contacts: null };
  const [paging] = (await of('paging')).settings;
  return { ...answer, contacts: (paging?.value ?? null) as SettingValue<'paging'> | null }; // its kind's
}
