// The one alarm that is before this person, its whole past, and the form that is open on it.
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import type { Board } from '../live/board.svelte.ts';
import { SelectedLog } from './selected-log.svelte.ts';

export const panels = [
  'handover',
  'close',
  'park',
  'take-over',
  'assign',
  'reopen',
  'withdraw',
  'lift-no-call',
  'decline',
] as const;
/** A form that is open in the workspace; one at a time. */
export type Panel = (typeof panels)[number] | null;
/** What is before this person, in whichever of his windows. */
export type Shown = { alarmId: string | null; panel: Panel };

type Listeners = {
  onSelected: (alarmId: string | null) => void;
  /** Here, and not in another window. */
  onShown: (shown: Shown) => void;
};

export class Selection {
  readonly log: SelectedLog;
  #id = $state<string | null>(null);
  #panel = $state<Panel>(null);
  #closesAs = $state.raw<{ outcome: Outcome } | null>(null);
  readonly #board: Board;
  readonly #listeners: Listeners;

  readonly #onBoard: Alarm | null = $derived.by(() =>
    this.#id === null ? null : (this.#board.alarms.get(this.#id) ?? null),
  );
  /** As it stands now; one that the board does not know any more once its log is there. */
  readonly alarm: Alarm | null = $derived.by(() => this.#onBoard ?? this.log.folded);
  /** Closed too long ago for the board: to be read, and nothing else. */
  readonly isPast = $derived.by(() => this.#onBoard === null && this.alarm !== null);

  constructor(board: Board, listeners: Listeners) {
    this.#board = board;
    this.#listeners = listeners;
    this.log = new SelectedLog(board);
  }

  get id() {
    return this.#id;
  }
  get panel() {
    return this.#panel;
  }
  /** What was said of it as its closing was asked for; another object each time that it is said. */
  get closesAs() {
    return this.#closesAs;
  }

  select(alarmId: string | null): void {
    this.follow({ alarmId, panel: alarmId === this.#id ? this.#panel : null });
    this.#listeners.onShown(this.shown);
  }

  openPanel(panel: Panel): void {
    this.#panel = panel;
    this.#closesAs = null;
    this.#listeners.onShown(this.shown);
  }

  /** In the form that is open for it. */
  closeAs(alarm: Alarm, outcome: Outcome): void {
    if (this.#id === alarm.id && this.#panel === 'close') this.#closesAs = { outcome };
  }

  get shown(): Shown {
    return { alarmId: this.#id, panel: this.#panel };
  }

  /** What another window of this person shows, which knows it already. */
  follow({ alarmId, panel }: Shown): void {
    if (alarmId !== this.#id || panel !== this.#panel) this.#closesAs = null;
    this.#panel = panel;
    this.#id = alarmId;
    this.log.open(alarmId);
    this.#listeners.onSelected(alarmId);
  }

  /** What was filled in there was answered; whoever went on to something else meanwhile stays with that. */
  closePanelOf(alarm: Alarm, panel: Panel): void {
    if (this.#id === alarm.id && this.#panel === panel) this.openPanel(null);
  }
}

export const [useSelection, provideSelection] = createContext<Selection>();
