// The alarm tones as data. Pulses have at least four harmonics within 15 dB, so that no room or ear
// loses the whole tone; patterns differ in rhythm, not only in pitch.

/** One pulse: seconds from the tone's start, seconds long, start and end frequency of the first harmonic. */
export type Pulse = { at: number; seconds: number; from: number; to: number };
export type ToneName =
  'urgent' | 'high' | 'low' | 'system' | 'own' | 'changed' | 'accepted' | 'rejected';

/** Strength of f, 2f, 3f, 4f and 5f; the weakest of the first four is 9 dB below the first. */
export const harmonics = [1, 0.75, 0.5, 0.35, 0.15];
export const riseSeconds = 0.02;
export const fallSeconds = 0.03;

function row(frequency: number, lengths: number[], gaps: number[]): Pulse[] {
  let at = 0;
  return lengths.map((seconds, index) => {
    const pulse = { at, seconds, from: frequency, to: frequency };
    at += seconds + (gaps[index] ?? 0);
    return pulse;
  });
}

const short = 0.12;
/** 3 + 2, twice. */
const urgent = row(
  660,
  Array<number>(10).fill(short),
  [0.1, 0.1, 0.3, 0.1, 0.5, 0.1, 0.1, 0.3, 0.1],
);

export const tones = {
  urgent,
  high: row(520, [0.2, 0.2, 0.2], [0.2, 0.2]),
  low: row(440, [0.15, 0.15], [0.15]),
  system: [
    { at: 0, seconds: 0.4, from: 600, to: 300 },
    { at: 0.5, seconds: 0.4, from: 600, to: 300 },
  ],
  own: row(700, [0.06, 0.06], [0.08]),
  /** Of the family of one's own reminders, and lower: there is something to look at, and nothing to do at once. */
  changed: row(390, [0.06, 0.06], [0.08]),
  accepted: [{ at: 0, seconds: 0.09, from: 520, to: 780 }],
  rejected: [{ at: 0, seconds: 0.16, from: 520, to: 330 }],
} satisfies Record<ToneName, Pulse[]>;

/** From the first sound of a tone to its last. */
export function lengthMilliseconds(name: ToneName): number {
  return Math.round(Math.max(...tones[name].map(({ at, seconds }) => at + seconds)) * 1000);
}
