// Soft tones for one person alone: in his headset, where that is another device than the loudspeaker of the alarm tones.
// Its sound device is asked for nothing between two of them, for they are few and a desk is open all day.
import { TonePlayer } from './tone-player.svelte.ts';
import type { ToneName } from './tones.ts';

/** The longest of them and its end. */
const soundsMilliseconds = 1_000;

export class HeadsetTones {
  readonly #loudspeaker: TonePlayer;
  readonly #outputs: () => { voiceOutput: string; toneOutput: string };
  #own: TonePlayer | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(loudspeaker: TonePlayer, outputs: () => { voiceOutput: string; toneOutput: string }) {
    this.#loudspeaker = loudspeaker;
    this.#outputs = outputs;
  }

  async play(name: ToneName, gainDecibels: number): Promise<void> {
    const { voiceOutput, toneOutput } = this.#outputs();
    if (voiceOutput === toneOutput) return this.#loudspeaker.play(name, gainDecibels);
    clearTimeout(this.#resting);
    this.#own ??= new TonePlayer();
    await this.#own.wake(voiceOutput);
    this.#own.play(name, gainDecibels);
    this.#resting = setTimeout(() => void this.#own?.rest(), soundsMilliseconds);
  }

  stop(): void {
    clearTimeout(this.#resting);
    void this.#own?.rest();
  }
}
