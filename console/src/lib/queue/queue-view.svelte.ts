// The queue as this person sees it: what he searches for, which groups he has open, and the cards that are left in
// the order in which his keys count them.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import type { Board } from '../live/board.svelte.ts';
import { cameLately, isCrowd } from './crowd.ts';
import { matches, queueOf, searched, walkOf } from './queue.ts';

export class QueueView {
  filter = $state('');
  faultsOpen = $state(false);
  closedOpen = $state(false);
  readonly #board: Board;
  readonly #work: Pick<AlarmWork, 'me' | 'now'>;

  // Seconds are enough: "late" is the only thing in the order that time changes.
  readonly #second = $derived.by(() => Math.floor(this.#work.now / 1000) * 1000);
  /** All there is, whatever is searched for. */
  readonly whole = $derived.by(() => {
    const alarms = [...this.#board.alarms.values()].filter((alarm) => alarm.mode !== 'synthetic');
    return queueOf(alarms, this.#work.me.id, this.#second);
  });
  readonly shown = $derived(searched(this.whole, this.filter));
  /** The first card that answers to the search, whether a search may hide it or not. */
  readonly found = $derived(
    walkOf(this.whole, { faults: true, closed: true }).find((alarm) => matches(alarm, this.filter)),
  );
  /** The cards that are shown, from top to bottom. */
  readonly walk = $derived(
    walkOf(this.shown, { faults: this.faultsOpen, closed: this.closedOpen }),
  );

  #isCrowd = $state(false);
  readonly cameLately = $derived.by(() => cameLately(this.#board.alarms.values(), this.#second));

  constructor(board: Board, work: Pick<AlarmWork, 'me' | 'now'>) {
    this.#board = board;
    this.#work = work;
  }

  get isCrowd() {
    return this.#isCrowd;
  }

  /** To be called now and then. @returns whether it has just begun. */
  watchCrowd(): boolean {
    const was = this.#isCrowd;
    this.#isCrowd = isCrowd(was, this.cameLately);
    return this.#isCrowd && !was;
  }

  /** The card below or above this one, the last for who stands at an end, the first for who stands nowhere. */
  nextTo(alarmId: string | null, by: 1 | -1): Alarm | undefined {
    const index = this.walk.findIndex((alarm) => alarm.id === alarmId);
    return this.walk[index < 0 ? 0 : Math.min(this.walk.length - 1, Math.max(0, index + by))];
  }
}

export const [useQueueView, provideQueueView] = createContext<QueueView>();
