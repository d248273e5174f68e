import { describe, expect, it } from 'vitest';
import { heardAt, linkOf, retryDelayMilliseconds, type LinkFacts } from './liveness.ts';

const facts = (change: Partial<LinkFacts>): LinkFacts => ({
  startedAt: 0,
  downSince: null,
  lastBeatAt: 100_000,
  now: 101_000,
  ...change,
});

describe('linkOf', () => {
  it('is connecting before the first beat', () => {
    expect(linkOf(facts({ lastBeatAt: null, now: 3_000 })).status).toBe('connecting');
  });
  it('is live while beats come', () => {
    expect(linkOf(facts({})).status).toBe('live');
  });
  it('is delayed after five silent seconds', () => {
    expect(linkOf(facts({ now: 105_001 }))).toEqual({
      status: 'delayed',
      silentMilliseconds: 5_001,
    });
  });
  it('is broken after ten silent seconds, although the socket is open', () => {
    expect(linkOf(facts({ now: 110_001 }))).toEqual({
      status: 'broken',
      since: 100_000,
      lastDataAt: 100_000,
    });
  });
  it('is broken when the socket stays down', () => {
    expect(linkOf(facts({ downSince: 100_500, now: 102_501 })).status).toBe('broken');
  });
  it('is not broken by a blink', () => {
    expect(linkOf(facts({ downSince: 100_500, now: 101_000 })).status).toBe('live');
  });
  it('is broken when it never came up', () => {
    expect(linkOf(facts({ lastBeatAt: null, now: 10_001 })).status).toBe('broken');
  });
});

describe('heardAt', () => {
  it('is now for a beat that came at once, and earlier for the one on joining', () => {
    expect([heardAt(100_000), heardAt(100_000, 1_900)]).toEqual([100_000, 98_100]);
  });
  it('is never for a beat after which a desk would not be live', () => {
    expect([heardAt(100_000, 5_000), heardAt(100_000, 5_001)]).toEqual([95_000, null]);
  });
});

describe('retryDelayMilliseconds', () => {
  it.each([
    [0, 0, 500],
    [0, 0.999, 500],
    [1, 0.999, 1000],
    [3, 0.999, 3997],
    [20, 0.999, 4996],
    [20, 0, 500],
  ])('attempt %i, chance %f: %i ms', (attempt, chance, expected) => {
    expect(Math.abs(retryDelayMilliseconds(attempt, () => chance) - expected)).toBeLessThan(5);
  });
});
