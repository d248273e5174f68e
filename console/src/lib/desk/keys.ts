// Every key of the desk in one table: the overlay prints it, the handler runs it. Digits and letters
// work only outside of text fields; function keys always.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { m } from '../paraglide/messages.js';
import type { Panel } from '../selection/selection.svelte.ts';
import { isInSearch, isTyping } from '../ui/typing.ts';
import { runSituationKey } from '../verification/situation-entry.ts';
import type { Desk } from './desk.svelte.ts';

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

/** Whether the key was one of ours. */
export function runKey(event: KeyboardEvent, desk: Desk, page: Page): boolean {
  if (event.altKey || event.metaKey) return false;
  const { listening, queue, selection } = desk;
  const selected = selection.alarm;
  if (event.ctrlKey && event.key.toLowerCase() === 'm') {
    if (selected) listening.mark(selected);
    return true;
  }
  const always: Record<string, () => void> = {
    F1: page.help,
    F2: () => void desk.claiming.claimNext(event.timeStamp),
    F3: page.search,
    F4: () => void (selected && listening.toggle(selected)),
    F6: () => page.nextRegion(event.shiftKey ? -1 : 1),
    F7: () => desk.silence(),
    F8: () => void openWhenAllowed(desk, 'handover', 'StartHandover'),
    F9: () => void openWhenAllowed(desk, 'close', 'Close'),
    Escape: () => closeOrClear(desk, isInSearch(event.target)),
  };
  const act = always[event.key];
  if (act) {
    act();
    return true;
  }
  if (event.ctrlKey || isTyping(event.target)) return false;
  if (runSituationKey(event, selected, desk.situation)) return true;
  // Other letters and digits belong to the queue: they work while it has the focus.
  const inQueue = event.target instanceof Element && event.target.closest('[data-region="queue"]');
  if (!inQueue) return false;
  if (event.key === 'j' || event.key === 'ArrowDown') step(desk, 1);
  else if (event.key === 'k' || event.key === 'ArrowUp') step(desk, -1);
  else if (/^[1-9]$/.test(event.key))
    selection.select(queue.walk[Number(event.key) - 1]?.id ?? selection.id);
  else return false;
  return true;
}

function step({ queue, selection }: Desk, by: 1 | -1): void {
  const next = queue.nextTo(selection.id, by);
  if (next) selection.select(next.id);
}

/** Closes the panel; whoever is searching, or has none open, empties the search. */
function closeOrClear({ queue, selection }: Desk, isSearching: boolean): void {
  if (selection.panel && !isSearching) selection.openPanel(null);
  else queue.filter = '';
}

async function openWhenAllowed(
  { selection, work }: Desk,
  panel: Panel,
  type: PersonCommand['type'],
): Promise<void> {
  const { alarm } = selection;
  if (!alarm) return;
  // What is under way may be what it needs: whoever takes an alarm has F8 under his next finger. When that does
  // not land, it is said there.
  const isAllowed = () =>
    selection.alarm?.id === alarm.id && work.whyNot(selection.alarm, type) === null;
  if (!isAllowed() && !(await work.landed(alarm.id))) return;
  if (selection.alarm?.id !== alarm.id) return;
  const off = work.whyNot(selection.alarm, type);
  if (off) work.showResult('rejected', off);
  else selection.openPanel(panel);
}
