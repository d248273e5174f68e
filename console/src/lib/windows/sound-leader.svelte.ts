// Which window of one person sounds: exactly one. Who holds the lock is it. The others ask it several times a second
// whether it is there; one that is frozen does not answer, and one whose browser holds its sound back says so: whoever can
// sound takes the lock from it. Asked by message, for a hidden window answers those at once while its timers sleep.
//
// `waiting` stands in the queue for the lock; `leading` holds it. Counted in ticks and not in time, so that a machine that
// slept, and asks late, takes nothing from anybody.
import { onlyAborted, type OwnWindows } from './own-windows.svelte.ts';

type Surroundings = {
  windows: OwnWindows;
  personId: string;
  canSound: () => boolean;
};

/** Of a quarter of a second: with the one before the first question at most a second. */
const unansweredTicks = 3;
/** What opens its sound needs a moment. */
const muteTicks = 2;

export class SoundLeader {
  #isLeader = $state(false);
  #mute = $state(0);
  #unanswered = 0;
  #letGo: (() => void) | null = null;
  #waiting: AbortController | null = null;
  #isClosed = false;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** This window is the one that sounds. */
  get isLeader() {
    return this.#isLeader;
  }
  /** The other window that sounds; null when it is this one, or nobody knows. */
  get other() {
    return this.#isLeader ? null : this.#leaderAmongOthers;
  }
  /** No window of this person can be heard. */
  get isSilent(): boolean {
    const { canSound, windows } = this.#around;
    if (canSound()) return false;
    if (!this.#isLeader) return !(this.#leaderAmongOthers?.canSound ?? false);
    // Another that can takes it over in a moment.
    return this.#mute > 2 * muteTicks || !windows.others.some((other) => other.canSound);
  }

  start(): void {
    // Without Web Locks (an insecure origin) every window sounds: rather twice than never.
    if (navigator.locks) this.#wait();
    else this.#isLeader = true;
  }

  close(): void {
    this.#isClosed = true;
    this.#isLeader = false;
    this.#waiting?.abort();
    this.#letGo?.();
  }

  /** From now on this one, whichever it was. */
  take(): void {
    if (this.#isClosed || this.#isLeader || !navigator.locks) return;
    this.#waiting?.abort();
    this.#unanswered = 0;
    this.#ask({ steal: true });
  }

  /** Four times a second. */
  tick(): void {
    const { windows, canSound } = this.#around;
    const leader = this.#leaderAmongOthers;
    const speaks = this.#isLeader ? canSound() : (leader?.canSound ?? true);
    const mute = speaks ? 0 : this.#mute + 1;
    if (mute !== this.#mute && mute < 100) this.#mute = mute;
    if (this.#isLeader || !navigator.locks) return;
    if (this.#unanswered >= unansweredTicks) {
      if (leader) windows.forget(leader.id);
      return this.take();
    }
    if (this.#mute >= muteTicks && canSound()) return this.take();
    this.#unanswered += 1;
    windows.ask();
  }

  /** To be told of every window that says how it is. */
  heardFrom(other: { isLeader: boolean }): void {
    if (other.isLeader) this.#unanswered = 0;
  }

  get #leaderAmongOthers() {
    return this.#around.windows.others.find((other) => other.isLeader) ?? null;
  }

  #wait(): void {
    this.#waiting = new AbortController();
    this.#ask({ signal: this.#waiting.signal });
  }

  #ask(options: LockOptions): void {
    void navigator.locks
      .request(`achterwacht-sound-${this.#around.personId}`, options, () => {
        if (this.#isClosed) return undefined;
        this.#lead(true);
        return new Promise<void>((resolve) => (this.#letGo = resolve));
      })
      .catch((cause: unknown) => {
        onlyAborted(cause);
        // Taken from here; what was only waited for is waited for no more.
        if (!options.signal?.aborted && !this.#isClosed) this.#wasTaken();
      });
  }

  #wasTaken(): void {
    this.#lead(false);
    this.#wait();
  }

  #lead(isLeader: boolean): void {
    this.#isLeader = isLeader;
    this.#mute = 0;
    this.#unanswered = 0;
    this.#around.windows.tell();
  }
}
