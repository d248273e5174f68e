// The mark of a tab, for whoever has the desk behind other tabs: a shape for each state, as on the cards, and never the
// colour alone.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';

export type TabIcon = 'calm' | 'waiting' | 'urgent' | 'not-live';

const files = {
  calm: '/icon.svg',
  waiting: '/icon-waiting.svg',
  urgent: '/icon-urgent.svg',
  'not-live': '/icon-not-live.svg',
} satisfies Record<TabIcon, string>;

/** A person in danger comes before a line that is broken. */
export function tabIconOf(waiting: readonly Alarm[], isBroken: boolean): TabIcon {
  if (waiting.some(({ priority }) => priority === 'urgent')) return 'urgent';
  if (isBroken) return 'not-live';
  return waiting.length > 0 ? 'waiting' : 'calm';
}

export function showTabIcon(icon: TabIcon): void {
  document.querySelector('link[rel="icon"]')?.setAttribute('href', files[icon]);
}
