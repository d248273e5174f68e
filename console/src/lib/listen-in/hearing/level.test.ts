import { describe, expect, it } from 'vitest';
import { levelOf, noLevel, ShownLevel, VoiceJudge, type Voice } from './level.ts';

describe('levelOf', () => {
  it.each([
    [0, -60],
    [0.001, -60],
    [0.1, -20],
    [1, 0],
  ])('a constant %f is %i dB', (amplitude, expected) => {
    const level = levelOf(new Float32Array(128).fill(amplitude));
    expect(level.peak).toBeCloseTo(expected);
    expect(level.rms).toBeCloseTo(expected);
  });

  it('tells a short knock from what goes on: peak above, mean below', () => {
    const samples = new Float32Array(1000);
    samples[500] = 0.5;
    const { peak, rms } = levelOf(samples);
    expect(peak).toBeCloseTo(-6, 0);
    expect(rms).toBeLessThan(-30);
  });
});

it('shows every second level, with the peak that came between', () => {
  const shown = new ShownLevel();
  const knock = { peak: -3, rms: -40 };
  const after = { peak: -20, rms: -30 };
  expect(shown.after(knock)).toBe(noLevel);
  const both = shown.after(after);
  expect(both).toEqual({ peak: -3, rms: -30 });
  expect(shown.after(knock)).toBe(both);
});

describe('VoiceJudge', () => {
  /** What is said of the last of these levels, twenty a second. */
  const judged = (levels: number[]): Voice =>
    levels.reduce<{ judge: VoiceJudge; voice: Voice }>(
      ({ judge }, rms, index) => ({ judge, voice: judge.judge(rms, index * 50) }),
      { judge: new VoiceJudge(), voice: 'silence' },
    ).voice;
  const times = (count: number, ...levels: number[]) =>
    Array.from({ length: count }, () => levels).flat();

  it('hears silence below the threshold', () => {
    expect(judged(times(40, -55))).toBe('silence');
  });

  it('calls a steady tone sound and no voice', () => {
    expect(judged(times(60, -20))).toBe('sound');
  });

  it('hears a voice in what swings like syllables', () => {
    expect(judged(times(10, -20, -22, -38, -25, -40))).toBe('speech');
  });

  it('does not fall silent between two words', () => {
    expect(judged([...times(10, -20, -40), ...times(20, -58)])).toBe('speech');
    expect(judged([...times(10, -20, -40), ...times(30, -58)])).toBe('silence');
  });

  it('does not flicker at the threshold', () => {
    const voices = new Set<Voice>();
    const judge = new VoiceJudge();
    times(30, -47, -49, -51).forEach((rms, index) => voices.add(judge.judge(rms, index * 50)));
    expect([...voices]).toEqual(['sound']);
  });
});
