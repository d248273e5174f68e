// The outlines of the municipalities, simplified to about a hundred metres: what a map without streets can draw of one, and
// by which a place that lies outside of it is asked about. It judges nothing: at a border it may be a street off.
import { boundedRing, isIn, type Ring } from '../ring.ts';
import list from './outlines.json' with { type: 'json' };

/** One ring for each part; a ring within another is a hole in it. */
export type Outline = readonly Ring[];

const perDegree = 10_000;
// The file is generated in this shape; JSON imports lose the tuple.
const outlines = new Map(
  (list.outlines as [code: string, ...rings: number[][]][]).map(([code, ...rings]) => [
    code,
    rings,
  ]),
);

/** @param code Of CBS, four digits. @returns null where there is no such municipality. */
export function outlineOf(code: string): Outline | null {
  return outlines.get(code)?.map((steps) => boundedRing(walked(steps))) ?? null;
}

/** The first point stands there whole, each next as far from the one before. */
function walked(steps: readonly number[]): number[] {
  const points: number[] = [];
  let [x, y] = [0, 0];
  for (let index = 0; index + 1 < steps.length; index += 2) {
    x += steps[index]!;
    y += steps[index + 1]!;
    points.push(x / perDegree, y / perDegree);
  }
  return points;
}

export function isWithin(outline: Outline, latitude: number, longitude: number): boolean {
  return outline.filter((ring) => isIn(ring, latitude, longitude)).length % 2 === 1;
}

let drawnOut: [code: string, outline: Outline][] | null = null;
/** Once, for whoever asks: most who use an outline need one of them. */
const all = () => (drawnOut ??= [...outlines.keys()].map((code) => [code, outlineOf(code)!]));

/** @returns the code of the municipality whose outline has the point; null abroad and at sea. */
export function municipalityAt(latitude: number, longitude: number): string | null {
  return all().find(([, outline]) => isWithin(outline, latitude, longitude))?.[0] ?? null;
}

/** Of which a box may have a part: each line around something stands in a box of its own, and those two overlap. */
export function outlinesIn(box: Omit<Ring, 'points'>): [code: string, outline: Outline][] {
  const overlaps = ({ west, east, south, north }: Ring) =>
    west <= box.east && east >= box.west && south <= box.north && north >= box.south;
  return all().filter(([, outline]) => outline.some(overlaps));
}
