// Turns "which sound is wanted" into sound: repeats it, stops it the moment it is no longer wanted, and
// stays silent in all but one window of the same person (windows/sound-leader.svelte.ts).
import type { HeadsetTones } from './headset-tones.ts';
import type { TonePlayer } from './tone-player.svelte.ts';
import { lengthMilliseconds, type ToneName } from './tones.ts';
import type { Wanted } from './which-sound.ts';

/**
 * More that calls for the same tone while it sounds is heard in it already, and has its own as soon as this one is
 * whole: begun anew at every press of a crowd it would be no pattern that anybody knows. Between two there is so much
 * silence, more than within the pattern, or they run together.
 */
const pauseMilliseconds = 1_000;
/** A desk is open for weeks; what sounded long ago cannot sound again. */
const reasonsKept = 200;
/** Beside a voice that may be in the same ear. */
const softDecibels = -12;

export class AlarmSound {
  readonly #player: TonePlayer;
  readonly #headset: HeadsetTones;
  readonly #steady: () => number;
  readonly #volumeDecibels: () => number;
  readonly #leads: () => boolean;
  #current: { tone: ToneName; reason: string; at: number } | null = null;
  #played = new Map<string, number>();

  /** @param leads Whether this window is the one that sounds. */
  constructor(
    { loudspeaker, headset }: { loudspeaker: TonePlayer; headset: HeadsetTones },
    steady: () => number,
    volumeDecibels: () => number,
    leads: () => boolean,
  ) {
    this.#player = loudspeaker;
    this.#headset = headset;
    this.#steady = steady;
    this.#volumeDecibels = volumeDecibels;
    this.#leads = leads;
  }

  get canSound() {
    return this.#player.running;
  }

  start(): void {
    this.#player.unlock();
  }

  close(): void {
    this.#player.stop();
    this.#headset.stop();
  }

  /** To be called at every change of the board and four times a second. */
  want(wanted: Wanted | null): void {
    if (!wanted || !this.#leads()) {
      if (this.#current) this.#player.stop();
      this.#current = null;
      return;
    }
    const now = this.#steady();
    if (now < this.#soonest(wanted)) return;
    if (this.#timesPlayed(wanted) >= wanted.most) return;
    if (!this.#player.running) {
      // Ask again: perhaps the page was touched meanwhile. Nothing counts as played.
      this.#player.unlock();
      return;
    }
    this.#count(wanted);
    this.#current = { tone: wanted.tone, reason: wanted.reason, at: now };
    this.#player.play(wanted.tone, wanted.gainDecibels + this.#volumeDecibels());
  }

  /** A short answer to one's own act, in one's own ear; never over an alarm tone. */
  cue(name: 'accepted' | 'rejected'): void {
    if (this.#current === null) void this.#headset.play(name, softDecibels);
  }

  /** Somebody else's act; once, however many windows show it. */
  cueOfOthers(): void {
    if (this.#leads() && this.#current === null) void this.#headset.play('changed', softDecibels);
  }

  /** The time is over that one set oneself; once, and never over an alarm tone: its line stays. */
  cueOfReminder(): void {
    if (this.#leads() && this.#current === null) void this.#headset.play('own', softDecibels);
  }

  /** When this may begin, by the steady clock: a higher tone at once, and it cuts off a lower one. */
  #soonest({ tone, reason, repeatMilliseconds }: Wanted): number {
    const current = this.#current;
    if (current?.tone !== tone) return Number.NEGATIVE_INFINITY;
    if (current.reason === reason) return current.at + repeatMilliseconds;
    return current.at + Math.min(repeatMilliseconds, lengthMilliseconds(tone) + pauseMilliseconds);
  }

  #timesPlayed({ tone, reason }: Wanted): number {
    return this.#played.get(`${tone} ${reason}`) ?? 0;
  }

  /** Only what has an end is counted: the reason of a crowd is as long as the crowd. */
  #count(wanted: Wanted): void {
    if (wanted.most === Number.POSITIVE_INFINITY) return;
    this.#played.set(`${wanted.tone} ${wanted.reason}`, this.#timesPlayed(wanted) + 1);
    const oldest = this.#played.keys().next().value;
    if (this.#played.size > reasonsKept && oldest !== undefined) this.#played.delete(oldest);
  }
}
