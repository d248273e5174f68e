// What others did to the cases of this person: told softly, at most once in a few seconds for each case, and marked on
// the case until he has had it before him for long enough to read it.
import type { AlarmEvent, EventType } from '@achterwacht/shared/alarm/events.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import { m } from '../paraglide/messages.js';
import { changeFor, type Change } from './changed-by-others.ts';

/** Between two sentences about one case; a colleague who ticks off steps is one sentence. */
const quietMilliseconds = 5_000;
/** To find the line and read it. */
const readMilliseconds = 5_000;

/** These are announced with the case that they are about, whoever's it is. */
const saidAlready: ReadonlySet<EventType> = new Set(['AlarmTakenOver', 'PoliceStatusReported']);

export type Unseen = Change & { count: number };

type Surroundings = {
  myId: string;
  /** Milliseconds that only go forward. */
  steady: () => number;
  say: (sentence: string, alarmId: string) => void;
  cue: () => void;
};

type Held = { number: number; unsaid: readonly Change[]; quietUntil: number };

export class Changes {
  #unseen = $state.raw<ReadonlyMap<string, Unseen>>(new Map());
  readonly #held = new Map<string, Held>();
  #before: { alarmId: string; since: number } | null = null;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The last of what was not seen yet, and how many there are. */
  of(alarmId: string): Unseen | null {
    return this.#unseen.get(alarmId) ?? null;
  }

  /** To be told of everything that happens, after it is on the board. */
  happened(event: AlarmEvent, alarm: Alarm | undefined): void {
    const change = alarm && changeFor(event, alarm, this.#around.myId);
    if (!change) return;
    const { id, number } = alarm;
    const count = (this.#unseen.get(id)?.count ?? 0) + 1;
    this.#unseen = new Map(this.#unseen).set(id, { ...change, count });
    // What is new has to be read as well.
    if (this.#before?.alarmId === id) this.#before = null;
    const held = this.#held.get(id) ?? { number, unsaid: [], quietUntil: -Infinity };
    const unsaid = saidAlready.has(event.type) ? held.unsaid : [...held.unsaid, change];
    this.#held.set(id, { ...held, unsaid });
    if (saidAlready.has(event.type)) this.#around.cue();
  }

  /** To be called several times a second. @param shownId The case whose timeline is before this person; null: none. */
  tick(shownId: string | null): void {
    const now = this.#around.steady();
    for (const [alarmId, held] of this.#held) this.#tell(alarmId, held, now);
    if (shownId === null || !this.#unseen.has(shownId)) this.#before = null;
    else if (this.#before?.alarmId !== shownId) this.#before = { alarmId: shownId, since: now };
    else if (now - this.#before.since >= readMilliseconds) this.#seen(shownId);
  }

  /** What the board does not know any more is nobody's news. */
  keepOnly(isThere: (alarmId: string) => boolean): void {
    for (const id of this.#held.keys()) if (!isThere(id)) this.#held.delete(id);
    if ([...this.#unseen.keys()].every(isThere)) return;
    this.#unseen = new Map([...this.#unseen].filter(([id]) => isThere(id)));
  }

  #tell(alarmId: string, { number, unsaid, quietUntil }: Held, now: number): void {
    if (now < quietUntil) return;
    const last = unsaid.at(-1);
    if (!last) return void this.#held.delete(alarmId);
    this.#held.set(alarmId, { number, unsaid: [], quietUntil: now + quietMilliseconds });
    const { who, what } = last;
    const words = { number, who, what, count: unsaid.length };
    const sentence = unsaid.length === 1 ? m.spoken_changed(words) : m.spoken_changes(words);
    this.#around.say(sentence, alarmId);
    this.#around.cue();
  }

  #seen(alarmId: string): void {
    this.#before = null;
    this.#unseen = new Map([...this.#unseen].filter(([id]) => id !== alarmId));
  }
}

export const [useChanges, provideChanges] = createContext<Changes>();
