// F2 takes the alarm that is before somebody, or else the first that waits. When a colleague takes the one
// before him just as his key goes down, it was meant for that one: it must not take another in its place.
import { guardMilliseconds } from '../queue/click-guard.ts';

export class JustTaken {
  #alarmId: string | null = null;
  #at = Number.NEGATIVE_INFINITY;

  /** A colleague has it now, and it was before this person; `at` by the clock of events, in milliseconds. */
  took(alarmId: string, at: number): void {
    this.#alarmId = alarmId;
    this.#at = at;
  }

  /** Whether a key at this moment was meant for it. Answers once: the next key is meant for what is seen. */
  wasMeant(alarmId: string, at: number): boolean {
    const meant = alarmId === this.#alarmId && at - this.#at <= guardMilliseconds;
    this.#alarmId = null;
    return meant;
  }
}
