// What a page of one kind of setting needs. Whom a centre pages is asked for only where the page shows it: the server
// writes down that somebody looked.
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { SettingView } from '@achterwacht/shared/routes/settings.ts';
import { call } from '../api.ts';
import { patienceMilliseconds } from '../pages/loaded.svelte.ts';

export async function readKind(kind: SettingKind, signal: AbortSignal) {
  const of = (one: SettingKind) => call('settings', { query: { kind: one }, signal });
  const answer = await of(kind);
  if (kind !== 'sms') return { ...answer, contacts: null };
  const [paging] = (await of('paging')).settings;
  return { ...answer, contacts: (paging?.value ?? null) as SettingValue<'paging'> | null }; // its kind's
}

/**
 * Whether a colleague proposed or decided something since: the list says so, and shows no contacts. Also where it cannot be
 * asked, for then the page asks for the setting itself and says why there is no answer.
 */
export async function isChangedSince({ kind, version }: SettingView): Promise<boolean> {
  try {
    const { settings } = await call('settings', {
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    return settings.find((one) => one.kind === kind)?.version !== version;
  } catch {
    return true;
  }
}
