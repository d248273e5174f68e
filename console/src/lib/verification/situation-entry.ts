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

/** The letter of each part, in the order in which they stand. */
export const situationKeys = {
  weapon: 'W',
  children: 'K',
  injured: 'G',
  perpetratorKnows: 'D',
} as const satisfies Record<AnsweredPart, string>;
export const personsKey = 'P';
/** Of the field that its key goes to. */
export const personsFieldId = 'situation-persons';

export const answeredParts = Object.keys(situationKeys) as AnsweredPart[];

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

/** Whether the key was one of the situation's; its letters count while the work on the alarm has the focus. */
export function runSituationKey(
  event: KeyboardEvent,
  alarm: Alarm | null,
  situation: SituationEntry,
): boolean {
  const isThere =
    event.target instanceof Element && event.target.closest('[data-region="workspace"]');
  const letter = event.key.toUpperCase();
  const field = document.getElementById(personsFieldId);
  if (!alarm || !isThere || !field) return false;
  if (letter === personsKey) {
    field.focus();
    return true;
  }
  const part = answeredParts.find((candidate) => situationKeys[candidate] === letter);
  if (!part) return false;
  // A key that is held would go round and round.
  if (!event.repeat) situation.turn(alarm, part);
  return true;
}

export const [useSituationEntry, provideSituationEntry] = createContext<SituationEntry>();
