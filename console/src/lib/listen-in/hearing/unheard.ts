// Sound that nobody hears: it arrives, somebody has the alarm, and no desk's line carries it. Said by what the
// desks themselves reported, not by who has which role: a listener whose sound is off is none.
import type { Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import { isWaiting } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';

/** A line that has just been taken needs this long to carry sound and to say so. */
const graceMilliseconds = 4_000;

/**
 * Muted by the person, silent on the button's side, or in the system's own output because the headset went, which
 * is said by itself: the line is there.
 */
const isLine = {
  sound: true,
  silence: true,
  muted: true,
  'headset-lost': true,
  nothing: false,
} satisfies Record<Hears, boolean>;

/** One that waits for somebody has its own tone at every post. */
function isUnheard(alarm: Alarm): boolean {
  const { closed, mode, sound, listeners } = alarm;
  if (closed || mode === 'synthetic' || sound.status !== 'receiving' || isWaiting(alarm))
    return false;
  return !listeners.some(({ hears }) => isLine[hears]);
}

/** Since when each alarm is unheard, as this desk has seen it. */
export class Unheard {
  readonly #since = new Map<string, number>();

  /** To be called several times a second. @returns those that have been so for longer than a line needs. */
  of(alarms: Iterable<Alarm>, now: number): Alarm[] {
    const unheard = [...alarms].filter(isUnheard);
    const ids = new Set(unheard.map(({ id }) => id));
    for (const id of this.#since.keys()) if (!ids.has(id)) this.#since.delete(id);
    for (const id of ids) if (!this.#since.has(id)) this.#since.set(id, now);
    return unheard.filter(({ id }) => now - (this.#since.get(id) ?? now) >= graceMilliseconds);
  }
}
