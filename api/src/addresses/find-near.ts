// What a public register knows of the land around a point: the nearest address, hectometre post and roads. Asked only where
// a centre set so, apart from the addresses that it types: by this the register learns where somebody presses, though not
// who. What it learns is the point to some metres, and what it said stays in memory alone, for an hour: no position is kept
// outside of its alarm.
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';
import type { NearPlace, NearRoad } from '@achterwacht/shared/places/near.ts';
import type { Clock } from '../clock.ts';
import type { AskRegister, Entry } from './register.ts';

export type Near = { address: NearPlace | null; post: NearPlace | null; roads: NearRoad[] };
type Point = { latitude: number; longitude: number };
/** Null: it is not known. */
export type FindNear = (point: Point) => Promise<Near | null>;

/** Four decimals are at most six metres off, and whoever stands still is asked about once. */
const decimals = 4;
const keptMilliseconds = 3_600_000;
const mostKept = 1_000;

/** How far is looked, in metres, and how many: farther away it says nothing of where somebody is. */
const reach = {
  adres: { distance: 1_000, rows: 10 },
  hectometerpaal: { distance: 250, rows: 5 },
  weg: { distance: 100, rows: 6 },
} as const;
const mostRoads = 3;

export function createFindNear(askRegister: AskRegister, clock: Clock): FindNear {
  const kept = new Map<string, { until: number; near: Promise<Around | null> }>();

  const entries = (point: Point, type: keyof typeof reach) =>
    askRegister({
      lat: point.latitude.toFixed(decimals),
      lon: point.longitude.toFixed(decimals),
      type,
      fl: 'weergavenaam,centroide_ll,afstand',
      distance: String(reach[type].distance),
      rows: String(reach[type].rows),
    });

  async function askAround(point: Point): Promise<Around | null> {
    const [addresses, posts, roads] = await Promise.all([
      entries(point, 'adres'),
      entries(point, 'hectometerpaal'),
      entries(point, 'weg'),
    ]);
    return addresses && posts && roads && { addresses, posts, roads };
  }

  function around(point: Point): Promise<Around | null> {
    const at = `${point.latitude.toFixed(decimals)} ${point.longitude.toFixed(decimals)}`;
    const now = clock.now().getTime();
    const known = kept.get(at);
    if (known && now < known.until) return known.near;
    const near = askAround(point);
    kept.delete(at);
    kept.set(at, { until: now + keptMilliseconds, near });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept && now < kept.get(oldest)!.until) break;
      kept.delete(oldest);
    }
    // What failed is asked again.
    void near.then((found) => {
      if (!found && kept.get(at)?.near === near) kept.delete(at);
    });
    return near;
  }

  return async (point) => {
    const found = await around(point);
    return (
      found && {
        address: nearestOf(found.addresses, point),
        post: nearestOf(found.posts, point),
        roads: roadsOf(found.roads),
      }
    );
  };
}

type Around = { addresses: Entry[]; posts: Entry[]; roads: Entry[] };

/** Measured from the point itself: it was asked about one some metres away. */
function nearestOf(entries: readonly Entry[], { latitude, longitude }: Point): NearPlace | null {
  const [nearest] = entries
    .map((entry) => ({
      entry,
      metres: metresBetween(latitude, longitude, entry.latitude, entry.longitude),
    }))
    .toSorted((one, other) => one.metres - other.metres);
  return nearest
    ? {
        text: nearest.entry.name,
        latitude: nearest.entry.latitude,
        longitude: nearest.entry.longitude,
      }
    : null;
}

/** A road is as near as the register says: where its middle lies says nothing. */
function roadsOf(entries: readonly Entry[]): NearRoad[] {
  const nearest = new Map<string, number>();
  for (const { name, metres } of entries)
    if (metres !== null) nearest.set(name, Math.min(metres, nearest.get(name) ?? Infinity));
  return [...nearest]
    .map(([name, metres]) => ({ name, metres: Math.round(metres) }))
    .toSorted((one, other) => one.metres - other.metres)
    .slice(0, mostRoads);
}
