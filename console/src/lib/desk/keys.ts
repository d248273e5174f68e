// Every key of the desk in one table: the overlay prints it, the handler runs it. Digits and letters
// work only outside of text fields; function keys always.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Desk, Panel } from './desk.svelte.ts';
import { m } from '../paraglide/messages.js';
import { runSituationKey } from '../verification/situation-entry.ts';

export type Shortcut = { keys: string; what: () => string };

export const shortcuts: Shortcut[] = [
  { keys: 'F1', what: m.key_help },
  { keys: 'F2', what: m.key_claim },
  { keys: 'F3', what: m.key_search },
  { keys: 'F4', what: m.key_listen },
  { keys: 'F6 / Shift+F6', what: m.key_regions },
  { keys: 'F7', what: m.key_silence },
  { keys: 'F8', what: m.key_handover },
  { keys: 'F9', what: m.key_finish },
  { keys: 'J / K · ↓ / ↑', what: m.key_walk },
  { keys: '1 – 9', what: m.key_digits },
  { keys: '1 – 6', what: m.key_verify },
  { keys: 'W · K · G · D · P', what: m.key_situation },
  { keys: 'Ctrl+Enter', what: m.key_note },
  { keys: 'Ctrl+M', what: m.key_marker },
  { keys: 'F', what: m.key_follow },
  { keys: '+ / −', what: m.key_zoom },
  { keys: 'Esc', what: m.key_escape },
];

export type Page = {
  help: () => void;
  search: () => void;
  nextRegion: (by: 1 | -1) => void;
};

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement
    ? !['radio', 'checkbox', 'range', 'button'].includes(target.type)
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** Whether the key was one of ours. */
export function runKey(event: KeyboardEvent, desk: Desk, page: Page): boolean {
  if (event.altKey || event.metaKey) return false;
  if (event.ctrlKey && event.key.toLowerCase() === 'm') {
    desk.mark();
    return true;
  }
  const always: Record<string, () => void> = {
    F1: page.help,
    F2: () => void desk.claimNext(event.timeStamp),
    F3: page.search,
    F4: () => void desk.toggleListening(),
    F6: () => page.nextRegion(event.shiftKey ? -1 : 1),
    F7: () => desk.silence(),
    F8: () => void open(desk, 'handover', 'StartHandover'),
    F9: () => void open(desk, 'close', 'Close'),
    Escape: () => back(desk, isInSearch(event.target)),
  };
  const act = always[event.key];
  if (act) {
    act();
    return true;
  }
  if (event.ctrlKey || isTyping(event.target)) return false;
  if (runSituationKey(event, desk)) return true;
  // Other letters and digits belong to the queue: they work while it has the focus.
  const inQueue = event.target instanceof Element && event.target.closest('[data-region="queue"]');
  if (!inQueue) return false;
  if (event.key === 'j' || event.key === 'ArrowDown') desk.step(1);
  else if (event.key === 'k' || event.key === 'ArrowUp') desk.step(-1);
  else if (/^[1-9]$/.test(event.key))
    desk.select(desk.walk[Number(event.key) - 1]?.id ?? desk.selectedId);
  else return false;
  return true;
}

export const isInSearch = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'search';

/** Closes the panel; whoever is searching, or has none open, empties the search. */
function back(desk: Desk, isSearching: boolean): void {
  if (desk.panel && !isSearching) desk.openPanel(null);
  else desk.filter = '';
}

async function open(desk: Desk, panel: Panel, type: PersonCommand['type']): Promise<void> {
  const alarm = desk.selected;
  if (!alarm) return;
  // What is under way may be what it needs: whoever takes an alarm has F8 under his next finger. When that does
  // not land, it is said there.
  const isAllowed = () =>
    desk.selected?.id === alarm.id && desk.whyNot(desk.selected, type) === null;
  if (!isAllowed() && !(await desk.commands.landed(alarm.id))) return;
  if (desk.selected?.id !== alarm.id) return;
  const off = desk.whyNot(desk.selected, type);
  if (off) desk.say('rejected', off);
  else desk.openPanel(panel);
}
