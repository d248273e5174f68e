import { expect, test } from 'vitest';
import { anna, bram, claimedBy, raised } from '../../alarms/example-alarms.ts';
import { placedOf } from '../positions.ts';
import {
  arranged,
  cellPixels,
  isOneSpot,
  keptFor,
  waitsForHelp,
  type MapWindow,
} from './arrange.ts';

type Wishes = Parameters<typeof raised>[0];
const country: MapWindow = { zoom: 8, west: 3, south: 50, east: 8, north: 54 };
const nobody = keptFor('nobody', null);

const at = (latitude: number, longitude: number, wishes: Wishes = {}) =>
  raised({ ...wishes, fix: { latitude, longitude } });
const placed = (...made: ReturnType<typeof raised>[]) => placedOf(made.map(({ alarm }) => alarm));
const some = (count: number, wishes: Wishes = {}) =>
  Array.from({ length: count }, () => at(52.3813, 4.6363, wishes));
/** Over the country, in no order that has to do with where. */
const spread = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    at(51 + ((index * 0.618) % 1) * 2.3, 3.6 + ((index * 0.4142) % 1) * 3.4),
  );

test('what lies outside of the window is not drawn', () => {
  const { single, clusters } = arranged(
    placed(at(52.38, 4.63), at(49.9, 4.63), ...some(9)),
    { ...country, north: 52.38 },
    nobody,
  );
  expect([single.length, clusters.length]).toEqual([1, 0]);
});

test('two in one place stay apart, three from far away are one cluster, and from close by six are', () => {
  const counted = (count: number, zoom: number) => {
    const { single, clusters } = arranged(placed(...some(count)), { ...country, zoom }, nobody);
    return [single.length, ...clusters.map((cluster) => cluster.count)];
  };
  expect(counted(2, 8)).toEqual([2]);
  expect(counted(3, 8)).toEqual([0, 3]);
  expect(counted(5, 15)).toEqual([5]);
  expect(counted(6, 15)).toEqual([0, 6]);
});

test('a cluster has the shape of the highest priority in it, however many others there are, and how many wait', () => {
  const low = some(30, { priority: 'low' }).map((made) => claimedBy(made, bram));
  const [cluster] = arranged(
    placed(...low, ...some(1, { priority: 'urgent' }), ...some(1, { mode: 'test' })),
    country,
    nobody,
  ).clusters;
  expect(cluster).toMatchObject({ count: 32, waiting: 1, shape: 'urgent' });
  const [lower] = arranged(placed(...low), country, nobody).clusters;
  expect(lower).toMatchObject({ count: 30, waiting: 0, shape: 'low' });
});

test('what is mine and what I look at is in no cluster', () => {
  const [first, ...others] = some(8);
  const mine = claimedBy(at(52.3813, 4.6363), anna);
  const kept = keptFor(anna.id, first!.alarm.id);
  const { single, clusters } = arranged(placed(first!, mine, ...others), country, kept);
  expect(single.map(({ alarm }) => alarm.id)).toEqual([first!.alarm.id, mine.alarm.id]);
  expect(clusters.map(({ count }) => count)).toEqual([7]);
});

test('of 2,000 no more are drawn than two to a cell, and none of them is lost', () => {
  const all = placed(...spread(2_000));
  for (const zoom of [6, 7, 8, 9]) {
    const { single, clusters } = arranged(all, { ...country, zoom }, nobody);
    expect(single.length + clusters.reduce((total, { count }) => total + count, 0)).toBe(2_000);
    // Five degrees wide, and four of these high are as high as these six and a half are wide.
    const cellsOf = (degrees: number) =>
      Math.ceil(((degrees / 360) * 256 * 2 ** zoom) / cellPixels) + 1;
    expect(single.length + clusters.length).toBeLessThanOrEqual(2 * cellsOf(5) * cellsOf(6.6));
  }
});

test('who moves the map moves nobody into another cluster', () => {
  const all = placed(...spread(400));
  const ids = (window: MapWindow) =>
    new Map(arranged(all, window, nobody).clusters.map(({ id, count }) => [id, count]));
  const whole = ids(country);
  const inner = ids({ ...country, west: 4, east: 7, south: 51, north: 53 });
  const same = [...inner].filter(([id, count]) => whole.get(id) === count);
  expect([...inner.keys()].filter((id) => !whole.has(id))).toEqual([]);
  // All but those at its edge, which it has a part of.
  expect(same.length).toBeGreaterThan(inner.size / 2);
});

test('people in one building cannot be looked at closely enough to come apart', () => {
  const clusterOf = (...made: ReturnType<typeof raised>[]) =>
    arranged(placed(...made), country, nobody).clusters[0]!;
  expect(isOneSpot(clusterOf(...some(7)))).toBe(true);
  expect(isOneSpot(clusterOf(...some(7), at(52.383, 4.6363)))).toBe(false);
});

test('clusters of neighbouring cells do not lie over each other, wherever their people are', () => {
  const apart = 40 / ((256 * 2 ** country.zoom) / 360);
  const { clusters } = arranged(placed(...spread(2_000)), country, nobody);
  for (const one of clusters)
    for (const other of clusters)
      if (one !== other && Math.abs(one.longitude - other.longitude) < apart)
        expect(Math.abs(one.latitude - other.latitude) / 0.61).toBeGreaterThan(apart);
  expect(clusters.length).toBeGreaterThan(20);
});

test('nobody waits for help behind a fault, urgent or not, nor behind a test or what somebody has', () => {
  const waits = (wishes: Wishes) => waitsForHelp(raised(wishes).alarm);
  expect(waits({ priority: 'urgent' })).toBe(true);
  expect(waits({ priority: 'urgent', kind: 'fault' })).toBe(false);
  expect(waits({ mode: 'test' })).toBe(false);
  expect(waitsForHelp(claimedBy(raised(), bram).alarm)).toBe(false);
});
