// A small map file as Protomaps makes them, of a town that does not exist: streets on a grid, a canal, houses with numbers. So tests
// draw a map and refuse one without anybody's data.
import { gzipSync } from 'node:zlib';

type Point = { x: number; y: number };
type Feature = {
  type: 'point' | 'line' | 'polygon';
  /** Longitude and latitude. */
  at: [longitude: number, latitude: number][];
  says: Record<string, string | number>;
};

type Asked = {
  bounds?: { west: number; south: number; east: number; north: number };
  minZoom?: number;
  maxZoom?: number;
  /** 1 is vector; 2 is pictures. */
  tileType?: number;
  /** By what name the layers go; of another scheme: nothing that is drawn. */
  layerNames?: readonly [string, string, string, string, string];
  version?: string;
  /** Null: the file does not say. */
  dataAt?: string | null;
};

/** Around the Grote Markt of the demonstration. */
const haarlem = { west: 4.618, south: 52.371, east: 4.656, north: 52.391 };
const protomaps = ['earth', 'water', 'roads', 'buildings', 'places'] as const;
const extent = 4096;

export function mapExtract({
  bounds = haarlem,
  minZoom = 10,
  maxZoom = 15,
  tileType = 1,
  layerNames = protomaps,
  version = '4.11.9',
  dataAt = '2026-07-01T04:00:00Z',
}: Asked = {}): Buffer {
  const layers = townIn(bounds);
  const tiles = tilesOf(bounds, minZoom, maxZoom).map(({ z, x, y }) => ({
    id: tileIdOf(z, x, y),
    bytes: gzipSync(
      Buffer.concat(
        layers.map((features, index) => field(3, layer(layerNames[index]!, features, { z, x, y }))),
      ),
    ),
  }));
  tiles.sort((a, b) => a.id - b.id);
  const root = gzipSync(directory(tiles.map(({ id, bytes }) => ({ id, length: bytes.length }))));
  const metadata = gzipSync(
    JSON.stringify({
      name: 'Voorbeeldstad',
      version,
      ...(dataAt && { 'planetiler:osm:osmosisreplicationtime': dataAt }),
      vector_layers: layerNames.map((id) => ({ id, fields: {} })),
    }),
  );
  const data = Buffer.concat(tiles.map(({ bytes }) => bytes));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0, 'latin1');
  header[7] = 3;
  const sections = [root.length, metadata.length, 0, data.length];
  let begin = header.length;
  for (const [index, length] of sections.entries()) {
    header.writeBigUInt64LE(BigInt(begin), 8 + 16 * index);
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * index);
    begin += length;
  }
  for (const place of [72, 80, 88]) header.writeBigUInt64LE(BigInt(tiles.length), place);
  header.set([1, 2, 2, tileType, minZoom, maxZoom], 96);
  const corners = [bounds.west, bounds.south, bounds.east, bounds.north];
  for (const [index, degrees] of corners.entries())
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * index);
  return Buffer.concat([header, root, metadata, data]);
}

// --- the town ---

function townIn({ west, south, east, north }: NonNullable<Asked['bounds']>): Feature[][] {
  const along = (part: number) => west + (east - west) * part;
  const up = (part: number) => south + (north - south) * part;
  const box = (left: number, below: number, right: number, above: number): Feature['at'] => [
    [left, below],
    [right, below],
    [right, above],
    [left, above],
  ];
  const parts = Array.from({ length: 9 }, (_, index) => (index + 1) / 10);
  const roads = parts.flatMap((part, index): Feature[] => [
    line(
      [
        [along(part), south],
        [along(part), north],
      ],
      road(index, `Noorderstraat ${index + 1}`),
    ),
    line(
      [
        [west, up(part)],
        [east, up(part)],
      ],
      road(index, `Oosterlaan ${index + 1}`),
    ),
  ]);
  const houses = parts.flatMap((row) =>
    parts.map((column, index): Feature[] => {
      const [left, below] = [along(column + 0.02), up(row + 0.02)];
      const [width, height] = [(east - west) / 40, (north - south) / 40];
      return [
        {
          type: 'polygon',
          at: box(left, below, left + width, below + height),
          says: { kind: 'building' },
        },
        {
          type: 'point',
          at: [[left + width / 2, below + height / 2]],
          says: { kind: 'address', addr_housenumber: String(index + 1) },
        },
      ];
    }),
  );
  return [
    [{ type: 'polygon', at: box(west, south, east, north), says: { kind: 'earth' } }],
    [
      {
        type: 'polygon',
        at: box(west, up(0.83), east, up(0.86)),
        says: { kind: 'canal', name: 'Voorbeeldvaart' },
      },
      line(
        [
          [west, up(0.22)],
          [east, up(0.24)],
        ],
        { kind: 'ditch' },
      ),
    ],
    roads,
    houses.flat(),
    [
      {
        type: 'point',
        at: [[along(0.5), up(0.5)]],
        says: { kind: 'locality', name: 'Voorbeeldstad', min_zoom: 8 },
      },
    ],
  ];
}

const line = (at: Feature['at'], says: Feature['says']): Feature => ({ type: 'line', at, says });
const road = (index: number, name: string) => ({
  kind: index === 4 ? 'major_road' : 'minor_road',
  name,
});

// --- tiles ---

type Tile = { z: number; x: number; y: number };

function tilesOf(
  { west, south, east, north }: NonNullable<Asked['bounds']>,
  minZoom: number,
  maxZoom: number,
): Tile[] {
  const tiles: Tile[] = [];
  for (let z = minZoom; z <= maxZoom; z += 1) {
    const [from, to] = [placeIn(z, west, north), placeIn(z, east, south)];
    for (let x = Math.floor(from.x); x <= Math.floor(to.x); x += 1)
      for (let y = Math.floor(from.y); y <= Math.floor(to.y); y += 1) tiles.push({ z, x, y });
  }
  return tiles;
}

/** In tiles of this zoom. */
function placeIn(z: number, longitude: number, latitude: number): Point {
  const radians = (latitude * Math.PI) / 180;
  const down = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
  return { x: ((longitude + 180) / 360) * 2 ** z, y: down * 2 ** z };
}

/** The order of PMTiles: zoom after zoom, each along a Hilbert curve. */
function tileIdOf(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, down] = [column & side ? 1 : 0, row & side ? 1 : 0];
    id += side * side * ((3 * right) ^ down);
    if (down === 0) {
      if (right === 1)
        [column, row] = [side - 1 - (column & (side - 1)), side - 1 - (row & (side - 1))];
      [column, row] = [row, column];
    }
  }
  return id;
}

function directory(tiles: readonly { id: number; length: number }[]): Buffer {
  const ids = tiles.map(({ id }, index) => id - (tiles[index - 1]?.id ?? 0));
  return Buffer.concat([
    varint(tiles.length),
    ...ids.map(varint),
    ...tiles.map(() => varint(1)),
    ...tiles.map(({ length }) => varint(length)),
    // One behind the other: the first begins at nought, and each after it where the last one ended.
    ...tiles.map((_, index) => varint(index === 0 ? 1 : 0)),
  ]);
}

// --- vector tiles, in protocol buffers ---

function layer(name: string, features: readonly Feature[], tile: Tile): Buffer {
  const keys = [...new Set(features.flatMap(({ says }) => Object.keys(says)))];
  const values = [...new Set(features.flatMap(({ says }) => Object.values(says)))];
  const types = { point: 1, line: 2, polygon: 3 } as const;
  return Buffer.concat([
    number(15, 2),
    field(1, Buffer.from(name)),
    ...features.map(({ type, at, says }) => {
      const tags = Object.entries(says).flatMap(([key, value]) => [
        varint(keys.indexOf(key)),
        varint(values.indexOf(value)),
      ]);
      return field(
        2,
        Buffer.concat([
          field(2, Buffer.concat(tags)),
          number(3, types[type]),
          field(4, geometry(type, at, tile)),
        ]),
      );
    }),
    ...keys.map((key) => field(3, Buffer.from(key))),
    ...values.map((value) =>
      field(4, typeof value === 'number' ? number(5, value) : field(1, Buffer.from(value))),
    ),
    number(5, extent),
  ]);
}

function geometry(type: Feature['type'], at: Feature['at'], { z, x, y }: Tile): Buffer {
  const points = at.map(([longitude, latitude]) => {
    const place = placeIn(z, longitude, latitude);
    return { x: Math.round((place.x - x) * extent), y: Math.round((place.y - y) * extent) };
  });
  const steps = points.map((point, index) => {
    const before = points[index - 1] ?? { x: 0, y: 0 };
    return Buffer.concat([varint(zigzag(point.x - before.x)), varint(zigzag(point.y - before.y))]);
  });
  const [moveTo, lineTo, close] = [1, 2, 7];
  const command = (id: number, count: number) => varint(id | (count << 3));
  return Buffer.concat([
    command(moveTo, 1),
    steps[0]!,
    ...(type === 'point' ? [] : [command(lineTo, steps.length - 1), ...steps.slice(1)]),
    ...(type === 'polygon' ? [command(close, 1)] : []),
  ]);
}

const zigzag = (value: number) => (value < 0 ? -value * 2 - 1 : value * 2);
const number = (id: number, value: number) => Buffer.concat([varint(id << 3), varint(value)]);
const field = (id: number, bytes: Buffer) =>
  Buffer.concat([varint((id << 3) | 2), varint(bytes.length), bytes]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
