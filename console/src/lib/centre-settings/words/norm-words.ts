// What a norm is called, and what it asks.
import { profiles, type ProfileName } from '@achterwacht/shared/kpi/profiles.ts';
import type { Norms } from '@achterwacht/shared/setting/kinds/norms.ts';
import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';

/** A figure that nobody could read in the standard carries a dagger. */
export function normTitle(name: ProfileName, own: Norms['own'] = null): string {
  if (name === 'own') return own?.title ?? m.setting_norms_own();
  const { title, verified } = profiles[name];
  return verified ? title : `${title} †`;
}

export function limitText(seconds: unknown, permille: unknown): string {
  const share =
    typeof permille === 'number'
      ? (permille / 10).toLocaleString(getLocale() === 'nl' ? 'nl-NL' : 'en-GB')
      : String(permille ?? '');
  return m.setting_norms_limit({ percent: share, seconds: String(seconds ?? '') });
}
