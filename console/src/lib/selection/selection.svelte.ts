// The one alarm that is before this person, its whole past, and the form that is open on it.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import type { Board } from '../live/board.svelte.ts';
import { SelectedLog } from './selected-log.svelte.ts';

/** A form that is open in the workspace; one at a time. */
export type Panel =
  | 'handover'
  | 'close'
  | 'park'
  | 'take-over'
  | 'reopen'
  | 'withdraw'
  | 'lift-no-call'
  | 'decline'
  | null;

export class Selection {
  readonly log: SelectedLog;
  #id = $state<string | null>(null);
  #panel = $state<Panel>(null);
  readonly #board: Board;
  readonly #onSelected: (alarmId: string | null) => void;

  readonly #onBoard: Alarm | null = $derived.by(() =>
    this.#id === null ? null : (this.#board.alarms.get(this.#id) ?? null),
  );
  /** As it stands now; one that the board does not know any more once its log is there. */
  readonly alarm: Alarm | null = $derived.by(() => this.#onBoard ?? this.log.folded);
  /** Closed too long ago for the board: to be read, and nothing else. */
  readonly isPast = $derived.by(() => this.#onBoard === null && this.alarm !== null);

  constructor(board: Board, onSelected: (alarmId: string | null) => void) {
    this.#board = board;
    this.#onSelected = onSelected;
    this.log = new SelectedLog(board);
  }

  get id() {
    return this.#id;
  }
  get panel() {
    return this.#panel;
  }

  select(alarmId: string | null): void {
    if (alarmId !== this.#id) this.#panel = null;
    this.#id = alarmId;
    this.log.open(alarmId);
    this.#onSelected(alarmId);
  }

  openPanel(panel: Panel): void {
    this.#panel = panel;
  }

  /** What was filled in there was answered; whoever went on to something else meanwhile stays with that. */
  closePanelOf(alarm: Alarm, panel: Panel): void {
    if (this.#id === alarm.id && this.#panel === panel) this.#panel = null;
  }
}

export const [useSelection, provideSelection] = createContext<Selection>();
