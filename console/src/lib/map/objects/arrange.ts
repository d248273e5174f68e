// Which alarms a map draws each by itself and which together, of all that have a place. Only what lies in its window is drawn;
// many in one place, or seen from far away, are one cluster. Pure, with a projection of its own, so that a thousand of them
// are arranged without Leaflet.
import { ownerOf, isWaiting } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { shapeOf, type Shape } from '../../alarms/describe.ts';

export type Placed = { alarm: Alarm; fix: Position };
export type Box = { west: number; south: number; east: number; north: number };
/** What a map shows and some way around it, so that a hand that drags it finds what lies there. */
export type MapWindow = Box & { zoom: number };

export type Cluster = {
  /** The same for as long as it is the same spot at the same zoom. */
  id: string;
  count: number;
  /** How many calls for help among them nobody has. */
  waiting: number;
  /** Of the highest priority among them. */
  shape: Shape;
  latitude: number;
  longitude: number;
  box: Box;
};
export type Arranged = { single: readonly Placed[]; clusters: readonly Cluster[] };

/** Half of them, and symbols lie over each other; twice, and a village is one. */
export const cellPixels = 96;
/** A cluster keeps so far from the edge of its cell that those of two cells do not lie over each other. */
const marginPixels = 24;
/** From here on one reads streets and houses: labels stand above each other, as high as five. */
const closeZoom = 15;
/** The closest that a map is looked at. */
const closestZoom = 19;
const mostSingle = { close: 5, far: 2 } as const;
const quiet: ReadonlySet<Shape> = new Set(['system', 'test']);
/** What hides what. */
export const byPriority: readonly Shape[] = ['urgent', 'high', 'low', 'system', 'test'];

/** @param isKept What is never in a cluster: what somebody works on, and what he looks at. */
export function arranged(
  placed: readonly Placed[],
  window: MapWindow,
  isKept: (alarm: Alarm) => boolean,
): Arranged {
  const inSight = placed.filter(({ fix }) => isWithin(window, fix));
  const cells = new Map<string, Placed[]>();
  for (const place of inSight) {
    if (isKept(place.alarm)) continue;
    // Cells of the world, not of the window: who moves the map moves nobody into another cluster.
    const [x, y] = pixelsOf(place.fix, window.zoom);
    const cell = `${Math.floor(x / cellPixels)} ${Math.floor(y / cellPixels)}`;
    const others = cells.get(cell);
    if (others) others.push(place);
    else cells.set(cell, [place]);
  }
  const most = window.zoom >= closeZoom ? mostSingle.close : mostSingle.far;
  const crowded = [...cells].filter(([, places]) => places.length > most);
  const together = new Set(crowded.flatMap(([, places]) => places));
  return {
    // In the order they came in, by which labels stand above each other: who selects one moves none.
    single: inSight.filter((place) => !together.has(place)),
    clusters: crowded.map(([cell, places]) => clusterOf(cell, places, window.zoom)),
  };
}

/** Nobody has it, and it is no fault, urgent as a centre may call one, and no test. */
export const waitsForHelp = (alarm: Alarm) => isWaiting(alarm) && !quiet.has(shapeOf(alarm));

/** Nobody's own: a person works on what is his, and looks at what he selected. */
export const keptFor =
  (personId: string, selectedId: string | null) =>
  (alarm: Alarm): boolean =>
    alarm.id === selectedId || ownerOf(alarm)?.id === personId;

/** However close one looks, they stay together: closer they would lie within a cell still. */
export function isOneSpot({ box }: Cluster): boolean {
  const [west, north] = pixelsOf({ latitude: box.north, longitude: box.west }, closestZoom);
  const [east, south] = pixelsOf({ latitude: box.south, longitude: box.east }, closestZoom);
  return Math.max(east - west, south - north) < cellPixels;
}

function clusterOf(cell: string, places: readonly Placed[], zoom: number): Cluster {
  const shapes = new Set(places.map(({ alarm }) => shapeOf(alarm)));
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const { fix } of places) {
    box.west = Math.min(box.west, fix.longitude);
    box.east = Math.max(box.east, fix.longitude);
    box.south = Math.min(box.south, fix.latitude);
    box.north = Math.max(box.north, fix.latitude);
  }
  const mean = (of: (fix: Position) => number) =>
    places.reduce((total, { fix }) => total + of(fix), 0) / places.length;
  const middle = pixelsOf(
    { latitude: mean(({ latitude }) => latitude), longitude: mean(({ longitude }) => longitude) },
    zoom,
  );
  const [x, y] = cell.split(' ').map((column, axis) => {
    const edge = Number(column) * cellPixels;
    const [first, last] = [edge + marginPixels, edge + cellPixels - marginPixels];
    return Math.min(last, Math.max(first, middle[axis]!)); // two of each
  }) as [number, number];
  return {
    id: `${zoom} ${cell}`,
    count: places.length,
    waiting: places.filter(({ alarm }) => waitsForHelp(alarm)).length,
    shape: byPriority.find((shape) => shapes.has(shape))!, // each shape is in the list
    ...pointAt(x, y, zoom),
    box,
  };
}

const isWithin = ({ west, south, east, north }: Box, { latitude, longitude }: Position) =>
  west <= longitude && longitude <= east && south <= latitude && latitude <= north;

/** Web Mercator: pixels from the world's upper left corner. */
export function pixelsOf(
  { latitude, longitude }: Pick<Position, 'latitude' | 'longitude'>,
  zoom: number,
): [x: number, y: number] {
  const world = 256 * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [
    ((longitude + 180) / 360) * world,
    (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world,
  ];
}

function pointAt(x: number, y: number, zoom: number) {
  const world = 256 * 2 ** zoom;
  return {
    latitude: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI,
    longitude: (x / world) * 360 - 180,
  };
}
