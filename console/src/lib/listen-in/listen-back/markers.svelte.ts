// A marker in the sound: the moment is taken when the key is pressed, what it is about is said after. If
// nothing is said it is kept without, for whoever is busy listening must not lose the moment.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { m } from '../../paraglide/messages.js';

export const markerLabels = [
  m.marker_threat,
  m.marker_weapon,
  m.marker_shouting,
  m.marker_bang,
  m.marker_calm,
  m.marker_name,
];

/** Long enough to find one of six keys. */
const choosingMilliseconds = 6_000;

type Open = { alarmId: string; markerId: string; moment: number; until: number };

export class Markers {
  #open = $state.raw<Open | null>(null);
  readonly #save: (alarmId: string, markerId: string, moment: Date, label: string) => void;

  constructor(save: (alarmId: string, markerId: string, moment: Date, label: string) => void) {
    this.#save = save;
  }

  /** The marker that waits for its label. */
  get open() {
    return this.#open;
  }

  /** @param moment What was heard when the key went down, by the server's clock. */
  begin(alarm: Alarm, moment: number, now: number): void {
    this.choose(null);
    const markerId = crypto.randomUUID();
    this.#open = { alarmId: alarm.id, markerId, moment, until: now + choosingMilliseconds };
  }

  choose(label: string | null): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    this.#save(open.alarmId, open.markerId, new Date(open.moment), label ?? m.marker_plain());
  }

  tick(now: number): void {
    if (this.#open && now >= this.#open.until) this.choose(null);
  }
}
