// The alarm tone of this desk: what the board wants sounded now, and what its person silenced for a while.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { AlarmSound } from '../sound/alarm-sound.svelte.ts';
import { silenceNow, wantedSound, type Silence } from '../sound/which-sound.ts';

type Surroundings = {
  alarms: () => Iterable<Alarm>;
  myId: string;
  now: () => number;
  isBroken: () => boolean;
  /** Whose sound arrives and is on nobody's line. */
  unheard: () => readonly Alarm[];
  /** F7 was pressed here; the window that sounds may be another. */
  onSilenced: (silence: Silence) => void;
};

export class DeskTones {
  readonly sound: AlarmSound;
  #silence = $state.raw<Silence | null>(null);
  readonly #around: Surroundings;

  constructor(sound: AlarmSound, around: Surroundings) {
    this.sound = sound;
    this.#around = around;
  }

  get silencedUntil() {
    return this.#silence && this.#silence.until > this.#around.now() ? this.#silence.until : null;
  }

  /** F7. @returns whether there was anything that may be silenced. */
  silence(): boolean {
    const { alarms, myId, now } = this.#around;
    const silence = silenceNow(alarms(), myId, now());
    if (!silence) return false;
    this.adopt(silence);
    this.#around.onSilenced(silence);
    return true;
  }

  /** Pressed here or in another window of this person. */
  adopt(silence: Silence): void {
    this.#silence = silence;
    this.update();
  }

  /** To be called at every change of the board and four times a second. */
  update(): void {
    const { alarms, myId, now, isBroken, unheard } = this.#around;
    this.sound.want(
      wantedSound({
        alarms: alarms(),
        myId,
        now: now(),
        silence: this.#silence,
        broken: isBroken(),
        unheard: unheard(),
      }),
    );
  }
}
