// What is heard of the situation, entered with one key a part: unknown, yes, no and round again. Keys come faster
// than answers, so each is counted from what was asked last.
import {
  situationOf,
  type Situation,
  type SituationAnswer,
} from '@achterwacht/shared/alarm/situation/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';

export type AnsweredPart = Exclude<keyof Situation, 'persons'>;

/** In the order in which they stand. Each is also the name of its key. */
export const answeredParts = [
  'weapon',
  'children',
  'injured',
  'perpetratorKnows',
] as const satisfies AnsweredPart[];

const next = { unknown: 'yes', yes: 'no', no: 'unknown' } as const satisfies Record<
  SituationAnswer,
  SituationAnswer
>;

export class SituationEntry {
  readonly #work: Pick<AlarmWork, 'act'>;
  readonly #asked = new Map<string, { answer: SituationAnswer }>();

  constructor(work: Pick<AlarmWork, 'act'>) {
    this.#work = work;
  }

  /** Another answer about this part. */
  turn(alarm: Alarm, part: AnsweredPart): void {
    const key = `${alarm.id} ${part}`;
    const asked = { answer: next[this.#asked.get(key)?.answer ?? situationOf(alarm)[part]] };
    this.#asked.set(key, asked);
    void this.#enter(alarm, { [part]: asked.answer }).then(() => {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    });
  }

  /** Null: not known how many. */
  setPersons(alarm: Alarm, persons: number | null): void {
    void this.#enter(alarm, { persons });
  }

  #enter(alarm: Alarm, heard: Partial<Situation>): Promise<boolean> {
    return this.#work.act(alarm, { type: 'EnterSituation', heard });
  }
}

export const [useSituationEntry, provideSituationEntry] = createContext<SituationEntry>();
