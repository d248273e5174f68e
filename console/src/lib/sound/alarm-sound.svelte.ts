// Turns "which sound is wanted" into sound: repeats it, stops it the moment it is no longer wanted, and
// stays silent in all but one window of the same browser.
import type { TonePlayer } from './tone-player.svelte.ts';
import type { Wanted } from './which-sound.ts';

/** A desk is open for weeks; what sounded long ago cannot sound again. */
const reasonsKept = 200;

export class AlarmSound {
  #isLeader = $state(false);
  readonly #player: TonePlayer;
  readonly #steady: () => number;
  readonly #volumeDecibels: () => number;
  #current: { tone: string; reason: string; at: number } | null = null;
  #played = new Map<string, number>();
  #release: (() => void) | null = null;
  #closed = false;

  constructor(player: TonePlayer, steady: () => number, volumeDecibels: () => number) {
    this.#player = player;
    this.#steady = steady;
    this.#volumeDecibels = volumeDecibels;
  }

  /** This window is the one that sounds. */
  get isLeader() {
    return this.#isLeader;
  }
  get canSound() {
    return this.#player.running;
  }

  start(): void {
    this.#player.unlock();
    // Without Web Locks (an insecure origin) every window sounds: rather twice than never.
    if (!navigator.locks) {
      this.#isLeader = true;
      return;
    }
    void navigator.locks.request('achterwacht-sound', () => {
      if (this.#closed) return undefined;
      this.#isLeader = true;
      return new Promise<void>((resolve) => (this.#release = resolve));
    });
  }

  close(): void {
    this.#closed = true;
    this.#player.stop();
    this.#release?.();
  }

  /** To be called at every change of the board and four times a second. */
  want(wanted: Wanted | null): void {
    if (!wanted || !this.#isLeader) {
      if (this.#current) this.#player.stop();
      this.#current = null;
      return;
    }
    const now = this.#steady();
    const current = this.#current;
    const sameTone = current?.tone === wanted.tone;
    const isNew = !sameTone || current.reason !== wanted.reason;
    if (!isNew && now - current.at < wanted.repeatMilliseconds) return;
    const key = `${wanted.tone} ${wanted.reason}`;
    const count = this.#played.get(key) ?? 0;
    if (count >= wanted.most) return;
    if (!this.#player.running) {
      // Ask again: perhaps the page was touched meanwhile. Nothing counts as played.
      this.#player.unlock();
      return;
    }
    this.#played.set(key, count + 1);
    const oldest = this.#played.keys().next().value;
    if (this.#played.size > reasonsKept && oldest !== undefined) this.#played.delete(oldest);
    this.#current = { tone: wanted.tone, reason: wanted.reason, at: now };
    this.#player.play(wanted.tone, wanted.gainDecibels + this.#volumeDecibels());
  }

  /** A short answer to one's own act; never over an alarm tone. */
  cue(name: 'accepted' | 'rejected' | 'own'): void {
    if (this.#current === null) this.#player.play(name, -12);
  }
}
