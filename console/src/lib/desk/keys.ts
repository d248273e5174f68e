// What the keys of a desk do that no part of it does by itself; the parts add theirs while they are there. Which key
// that is stands in `keys/key-actions.ts`. Here is also what has no other key: Esc, and the digits of the cards.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { openHandover } from '../selection/open-handover.ts';
import { m } from '../paraglide/messages.js';
import { openWhenAllowed } from '../selection/open-when-allowed.ts';
import { chordOf } from '../ui/chord.ts';
import { isInSearch, isTyping } from '../ui/typing.ts';
import { turnWindow } from '../windows/turn-window.ts';
import type { Desk } from './desk.svelte.ts';

export type Page = {
  help: () => void;
  /** False: the queue is in another window. */
  search: () => boolean;
  paper: () => void;
  nextRegion: (by: 1 | -1) => void;
};

/** While the page is there; gives the way to end it. */
export function takeKeys(desk: Desk, page: Page): () => void {
  const { listening, windows, work } = desk;
  /** Where it is not before anybody the key goes to the window in which it is. */
  const ofAlarm = (run: (alarm: Alarm) => unknown) => () => {
    if (!windows.regions.includes('workspace')) return false;
    const { alarm } = desk.selection;
    if (!alarm) return work.showResult('rejected', m.workspace_nothing());
    return void run(alarm);
  };
  return desk.keys.on({
    help: page.help,
    search: page.search,
    paper: page.paper,
    // Taken at the queue as well, and heard where the alarm is; a map has neither.
    claim: ({ timeStamp, target }) => {
      if (windows.kind === 'map') return false;
      // Half a name for the police is no moment to begin another alarm.
      if (isInForm(target)) return work.showResult('rejected', m.claim_in_form());
      return void desk.claiming.claimNext(timeStamp);
    },
    'next-region': () => page.nextRegion(1),
    'previous-region': () => page.nextRegion(-1),
    silence: () => desk.silence(),
    'map-window': () => void turnWindow(desk, 'map'),
    'alarm-window': () => void turnWindow(desk, 'alarm'),
    listen: () => {
      // Whoever hears it here gives it back here, wherever the alarm is before him.
      const heard = desk.selection.alarm;
      if (heard && listening.listenIn.of(heard.id)) return void listening.toggle(heard);
      return ofAlarm((alarm) => listening.toggle(alarm))();
    },
    marker: ofAlarm((alarm) => listening.mark(alarm)),
    handover: ofAlarm((alarm) => openHandover(desk, alarm)),
    finish: ofAlarm((alarm) => openWhenAllowed(desk, alarm, 'close', 'Close')),
    'take-over': ofAlarm((alarm) => openWhenAllowed(desk, alarm, 'take-over', 'TakeOver')),
    assign: ofAlarm((alarm) => openWhenAllowed(desk, alarm, 'assign', 'Assign')),
    call: ofAlarm((alarm) => work.act(alarm, { type: 'JoinAsCaller' })),
    timer: () => (desk.timers.isOpen = true),
    swap: ofAlarm((alarm) => work.act(alarm, { type: 'SwapRoles' })),
    'next-alarm': () => step(desk, 1),
    'previous-alarm': () => step(desk, -1),
  });
}

/** Whether the key was one of ours. */
export function runKey(event: KeyboardEvent, desk: Desk): boolean {
  if (desk.keys.run(event)) return true;
  const chord = chordOf(event);
  if (chord === 'Escape') closeOrClear(desk, isInSearch(event.target));
  else if (isTyping(event.target) || !isInQueue(event.target)) return false;
  else if (chord === 'ArrowDown') step(desk, 1);
  else if (chord === 'ArrowUp') step(desk, -1);
  else if (chord && /^[1-9]$/.test(chord)) chooseCard(desk, Number(chord));
  else return false;
  return true;
}

const isInForm = (target: EventTarget | null) =>
  isTyping(target) &&
  target instanceof Element &&
  target.closest('[data-region="workspace"] form') !== null;

const isInQueue = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[data-region="queue"]') !== null;

function chooseCard({ queue, selection }: Desk, digit: number): void {
  selection.select(queue.walk[digit - 1]?.id ?? selection.id);
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
