import { expect, test } from 'vitest';
import type { MapPosition } from '../map-position.ts';
import { changesOf, clusterSymbol, positionSymbol } from './map-symbol.ts';

const position: MapPosition = {
  id: 'a',
  latitude: 52.38,
  longitude: 4.63,
  accuracyMetres: 12,
  freshness: 'fresh',
  approximate: false,
  headingDegrees: null,
  shape: 'urgent',
  label: '#1042 · 8 s',
  selected: false,
  stack: 0,
};
const symbols = (count: number, changes: (index: number) => Partial<MapPosition> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    positionSymbol({ ...position, id: `${index}`, ...changes(index) }),
  );
const drawn = new Map(symbols(300).map((symbol) => [symbol.id, symbol]));
const counted = (wanted: ReturnType<typeof symbols>) => {
  const { gone, come, changed } = changesOf(drawn, wanted);
  const parts = ['place', 'circle', 'look', 'words', 'height'] as const;
  const touched = parts.map((part) => [part, changed.filter((change) => change[part]).length]);
  return {
    gone: gone.length,
    come: come.length,
    ...Object.fromEntries(touched.filter(([, count]) => count !== 0)),
  };
};

test('of 300 that are what they were nothing is touched', () => {
  expect(counted(symbols(300))).toEqual({ gone: 0, come: 0 });
});

test('a second later the words of those whose age is another are, and nothing else', () => {
  const later = symbols(300, (index) => (index < 40 ? { label: '#1042 · 9 s' } : {}));
  expect(counted(later)).toEqual({ gone: 0, come: 0, words: 40 });
});

test('each is touched in what changed of it', () => {
  const changes: Partial<MapPosition>[] = [
    { latitude: 52.39 },
    { accuracyMetres: 40 },
    { freshness: 'ageing' },
    { selected: true },
    { stack: 1 },
  ];
  expect(counted(symbols(300, (index) => changes[index] ?? {}))).toEqual({
    gone: 0,
    come: 0,
    place: 1,
    circle: 2,
    look: 3,
    height: 1,
  });
});

test('what left the window goes, what came into it comes', () => {
  expect(counted(symbols(310).slice(20))).toEqual({ gone: 20, come: 10 });
});

test('a cluster has no circle and no dot, which would claim a place', () => {
  const cluster = {
    id: '8 1 2',
    count: 14,
    waiting: 2,
    shape: 'urgent',
    latitude: 52,
    longitude: 5,
    box: { west: 5, south: 52, east: 5, north: 52 },
  } as const;
  const symbol = clusterSymbol(cluster, '2 niet aangenomen');
  expect(symbol.circle).toBeNull();
  expect(symbol.html(symbol.words)).not.toContain('dot');
  expect(symbol.html(symbol.words)).toMatch(/>14<.*>2 niet aangenomen</);
});
