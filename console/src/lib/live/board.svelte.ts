// The alarms of the centre as this desk knows them. Only `evolve` changes them, event by event in the
// centre's order; a snapshot replaces them whole.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { DeskItem, FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Board as Snapshot } from '@achterwacht/shared/routes/alarms.ts';
import { createContext } from 'svelte';
import { foldFeed, type Folded } from './fold-feed.ts';
import { forgettable } from './forgetting.ts';

/** Events kept per alarm for the timeline, beside what the log route gives. */
const eventsKept = 500;

export class Board {
  #alarms = $state.raw<ReadonlyMap<string, Alarm>>(new Map());
  #recent = $state.raw<ReadonlyMap<string, readonly FeedEvent[]>>(new Map());
  #buttons = $state.raw<Snapshot['buttons']>({ total: 0, withoutContact: 0 });
  #loaded = $state(false);
  #sequence = 0;

  /** What somebody may still have to do something about; the centre's own pulse is not among them. */
  readonly open = $derived(
    [...this.#alarms.values()].filter(
      (alarm) => alarm.closed === null && alarm.mode !== 'synthetic',
    ),
  );

  /** False until the first snapshot: until then nobody may think that the queue is empty. */
  get loaded() {
    return this.#loaded;
  }
  get alarms() {
    return this.#alarms;
  }
  get buttons() {
    return this.#buttons;
  }
  get sequence() {
    return this.#sequence;
  }

  start(snapshot: Snapshot): void {
    // Events may have overtaken the answer; never go back behind them.
    if (this.#loaded && snapshot.sequence < this.#sequence) return;
    this.#alarms = new Map(snapshot.alarms.map((alarm) => [alarm.id, alarm]));
    this.#buttons = snapshot.buttons;
    this.#sequence = snapshot.sequence;
    this.#loaded = true;
  }

  /** What was new is in `applied`; `trouble` says that more must be asked for. */
  apply(events: readonly DeskItem[]): Pick<Folded, 'applied' | 'trouble'> {
    const folded = foldFeed({ sequence: this.#sequence, alarms: this.#alarms }, events);
    // Also past what changes no alarm here: it would be asked for again and again.
    this.#sequence = folded.sequence;
    if (folded.applied.length > 0) {
      this.#alarms = folded.alarms;
      this.#remember(folded.applied);
    }
    return folded;
  }

  /** An answer to a command, which may run ahead of the feed: used when it follows, else left to the feed. */
  applyAnswer(events: readonly DeskItem[]): FeedEvent[] {
    const first = events[0];
    if (!first || first.sequence > this.#sequence + 1) return [];
    return this.apply(events).applied;
  }

  recentOf(alarmId: string): readonly FeedEvent[] {
    return this.#recent.get(alarmId) ?? [];
  }

  /** To be called now and then; nothing is drawn anew where nothing goes. */
  forget(now: number, keptId: string | null): void {
    const gone = forgettable(this.#alarms.values(), now, keptId);
    if (gone.length === 0) return;
    const alarms = new Map(this.#alarms);
    const recent = new Map(this.#recent);
    for (const id of gone) {
      alarms.delete(id);
      recent.delete(id);
    }
    this.#alarms = alarms;
    this.#recent = recent;
  }

  #remember(events: readonly FeedEvent[]): void {
    const recent = new Map(this.#recent);
    for (const event of events)
      recent.set(event.alarmId, [...(recent.get(event.alarmId) ?? []), event].slice(-eventsKept));
    this.#recent = recent;
  }
}

export const [useBoard, provideBoard] = createContext<Board>();
