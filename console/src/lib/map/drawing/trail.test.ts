import { describe, expect, it } from 'vitest';
import { positioned } from '@achterwacht/shared/testing/facts.ts';
import { position } from '@achterwacht/shared/testing/given.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { followedBy, raised, start, type Made } from '../../alarms/example-alarms.ts';
import { trailPointsOf } from './trail-points.ts';
import { trailOf } from './trail.ts';

/** About 11 metres of latitude. */
const step = 0.0001;

/** Fixes at so many seconds after the press, so many steps north of where it was. */
function walked(...fixes: [seconds: number, steps: number, changes?: Partial<Position>][]): Made {
  return fixes.reduce((made, [seconds, steps, changes]) => {
    const at = start + seconds * 1000;
    const fix = { ...position(52.38 + steps * step, new Date(at).toISOString()), ...changes };
    return followedBy(made, positioned(fix, seconds), at);
  }, raised());
}

const trail = (made: Made, seconds: number) =>
  trailOf(trailPointsOf(made.events), start + seconds * 1000);

describe('trailOf', () => {
  it('is nothing while nobody moved', () => {
    expect(trail(raised(), 1).steps).toEqual([]);
  });

  it('joins fixes in the order they were measured, lighter with age', () => {
    const { steps } = trail(walked([30, 10], [20, 5]), 60);
    expect(steps.map(({ to }) => (to.at - start) / 1000)).toEqual([20, 30]);
    expect(steps[0]!.age).toBeGreaterThan(steps[1]!.age);
    expect(steps[1]!.age).toBeCloseTo(30 / 600);
  });

  it('forgets what is older than ten minutes', () => {
    expect(trail(walked([30, 10], [400, 20]), 640).steps).toEqual([]);
    expect(trail(walked([30, 10], [400, 20]), 599).steps).toHaveLength(2);
  });

  it('draws no line through a place that is only an area', () => {
    const { steps } = trail(walked([10, 10, { source: 'cell' }], [20, 20]), 30);
    expect(steps).toHaveLength(1);
    expect(steps[0]!.to.at).toBe(start + 20_000);
  });

  it('labels each minute once, by the clock', () => {
    const { labels } = trail(walked([20, 10], [70, 20], [80, 30], [130, 40]), 140);
    expect(labels.map(({ text }) => text)).toEqual(['14:02', '14:03', '14:04']);
  });

  it('says no time where nobody moved', () => {
    expect(trail(walked([20, 0], [80, 0.5], [140, 1]), 150).labels).toEqual([]);
  });

  it('marks where somebody stayed, with how long, instead of its minutes', () => {
    const { labels } = trail(walked([60, 0.1], [150, 0.2], [200, 40]), 210);
    expect(labels.filter(({ stop }) => stop).map(({ text }) => text)).toEqual([
      '14:02 · 2\u00a0min',
    ]);
    expect(labels.filter(({ stop }) => !stop).map(({ text }) => text)).toEqual(['14:05']);
  });

  it('calls a short halt no stop, nor the place where he is now', () => {
    expect(trail(walked([59, 0], [70, 40], [200, 40]), 210).labels.some(({ stop }) => stop)).toBe(
      false,
    );
  });
});
