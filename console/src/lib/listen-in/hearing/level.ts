// How loud it is, in decibels below full scale, as the meter draws it; and whether that is silence, some
// sound, or a voice. Levels only: no words are guessed, and none of this decides anything.

/** The bottom of the meter; what is softer counts as this. */
export const floorDecibels = -60;

export type Level = { peak: number; rms: number };
export const noLevel: Level = { peak: floorDecibels, rms: floorDecibels };

export function levelOf(samples: Float32Array): Level {
  let peak = 0;
  let squares = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    squares += sample * sample;
  }
  return { peak: decibels(peak), rms: decibels(Math.sqrt(squares / Math.max(1, samples.length))) };
}

const decibels = (amplitude: number) =>
  Math.max(floorDecibels, amplitude === 0 ? floorDecibels : 20 * Math.log10(amplitude));

/**
 * What a meter shows of the levels that it is told: drawn anew at every second one, which the eye cannot tell from
 * every one, with the highest peak of both.
 */
export class ShownLevel {
  #shown = noLevel;
  #between: Level | null = null;

  after(level: Level): Level {
    if (this.#between === null) {
      this.#between = level;
      return this.#shown;
    }
    this.#shown = { peak: Math.max(level.peak, this.#between.peak), rms: level.rms };
    this.#between = null;
    return this.#shown;
  }
}

export type Voice = 'silence' | 'sound' | 'speech';

/** Louder than this is something; it is silence again only once it stayed below the lower one. */
const soundDecibels = -48;
const silenceDecibels = -52;
/** Between words nobody is silent yet. */
const holdMilliseconds = 1_200;
/** A voice swings by syllables; a fan, a road or a tone stays as loud as it is. */
const swingDecibels = 9;
const swingMilliseconds = 1_000;

export class VoiceJudge {
  #levels: { rms: number; at: number }[] = [];
  #loudAt = Number.NEGATIVE_INFINITY;
  #swungAt = Number.NEGATIVE_INFINITY;
  #isLoud = false;

  /** To be told the level several times a second; `at` by a steady clock, in milliseconds. */
  judge(rms: number, at: number): Voice {
    this.#levels = [...this.#levels.filter((one) => at - one.at < swingMilliseconds), { rms, at }];
    if (rms >= (this.#isLoud ? silenceDecibels : soundDecibels)) {
      this.#isLoud = true;
      this.#loudAt = at;
    } else if (at - this.#loudAt >= holdMilliseconds) this.#isLoud = false;
    if (!this.#isLoud) return 'silence';
    const heard = this.#levels.map((one) => one.rms);
    if (Math.max(...heard) - Math.min(...heard) >= swingDecibels) this.#swungAt = at;
    return at - this.#swungAt < holdMilliseconds ? 'speech' : 'sound';
  }
}
