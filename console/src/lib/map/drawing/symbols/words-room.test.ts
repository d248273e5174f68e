import { expect, test } from 'vitest';
import type { Shape } from '../../../alarms/describe.ts';
import type { MapPosition } from '../map-position.ts';
import { clusterSymbol, positionSymbol } from './map-symbol.ts';
import { withRoom } from './words-room.ts';

const position = (id: string, longitude: number, wishes: Partial<MapPosition> = {}) =>
  positionSymbol({
    id,
    latitude: 52.38,
    longitude,
    accuracyMetres: 12,
    freshness: 'fresh',
    approximate: false,
    headingDegrees: null,
    shape: 'low',
    label: '#1042 · 8 s',
    selected: false,
    stack: 0,
    ...wishes,
  });
const cluster = (id: string, longitude: number, shape: Shape) =>
  clusterSymbol(
    {
      id,
      count: 9,
      waiting: 4,
      shape,
      latitude: 52.38,
      longitude,
      box: { west: longitude, east: longitude, south: 52, north: 53 },
    },
    '4\u00a0niet aangenomen',
  );
/** A pixel at zoom 8 is about a 182nd of a degree. */
const pixels = (count: number) => 4.6 + count / 182;
const saying = (symbols: ReturnType<typeof position>[], textScale = 1) =>
  withRoom(symbols, 8, textScale).flatMap(({ id, words }) => (words ? [id] : []));

test('those apart all say their words', () => {
  expect(saying([position('a', pixels(0)), position('b', pixels(160))])).toEqual(['a', 'b']);
});

test('of two that would lie over each other the one that matters more says them, and what is selected before all', () => {
  const low = position('low', pixels(0));
  const urgent = position('urgent', pixels(60), { shape: 'urgent' });
  const selected = position('selected', pixels(110), { selected: true });
  expect(saying([low, urgent])).toEqual(['urgent']);
  expect(saying([low, urgent, selected])).toEqual(['selected']);
});

test('no words lie over the symbol of another, but for that of a fault, behind which nobody waits for help', () => {
  const first = position('first', pixels(400), { selected: true });
  const urgent = position('urgent', pixels(0), { shape: 'urgent' });
  const other = (shape: Shape) => ({ ...position('silent', pixels(60), { shape }), words: '' });
  expect(saying([first, urgent, other('low')])).toEqual(['first']);
  expect(saying([first, urgent, other('system')])).toEqual(['first', 'urgent']);
  expect(saying([first, position('fault', pixels(0), { shape: 'system' }), other('test')])).toEqual(
    ['first', 'fault'],
  );
});

test('people in one building say theirs above each other', () => {
  const three = [0, 1, 2].map((stack) => position(`${stack}`, pixels(0), { stack }));
  expect(saying(three)).toEqual(['0', '1', '2']);
});

test('clusters of neighbouring cells say theirs below themselves; larger letters take more room', () => {
  const two = [cluster('a', pixels(0), 'urgent'), cluster('b', pixels(97), 'high')];
  expect(saying(two)).toEqual(['a', 'b']);
  expect(saying(two, 1.3)).toEqual(['a']);
});
