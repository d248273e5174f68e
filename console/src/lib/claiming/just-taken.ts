// F2 takes the alarm that is before somebody, or else the first that waits. When a colleague takes the one
// before him just as his key goes down, it was meant for that one: it must not take another in its place.

/** How long after something moved a hand may still have been meant for what stood there before. */
export const guardMilliseconds = 400;

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
