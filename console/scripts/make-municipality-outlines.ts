// Makes the outlines of the municipalities, by which a place that is put on the map is asked about where it lies outside of
// them, and which the map draws where no streets can be had. Run by hand once a year, when municipalities merge; the result
// is committed, beside that of `make-map-data.ts`:
//
//   node console/scripts/make-municipality-outlines.ts gemeenten.geojson
//
// Source: the yearly *gebiedsindelingen* of CBS and Kadaster (CC BY 4.0), layer `gemeente_gegeneraliseerd` in RD New, with the
// code of each in `c` or `statcode`.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { rdOf } from '@achterwacht/shared/geo/coordinates.ts';
import { municipalities } from '@achterwacht/shared/places/municipalities.ts';
import { roughArea, simplify, type Point } from './outline-geometry.ts';

const [file = ''] = process.argv.slice(2);

/** Degrees of latitude a point may be off: about a hundred metres. */
const tolerance = 0.0009;
/** An islet that nobody lives on. */
const smallestArea = 0.000005;
/** What a number in the file stands for. */
const perDegree = 10_000;

type Feature = {
  properties: { c?: string; statcode?: string };
  geometry: { type: 'MultiPolygon' | 'Polygon'; coordinates: Point[][][] | Point[][] };
};

/** The inverse of `rdOf`, found by walking towards it: it is nearly straight at this size. */
function wgsOf([x, y]: Point): Point {
  let [longitude, latitude] = [5.387, 52.155];
  for (let step = 0; step < 12; step += 1) {
    const at = rdOf(latitude, longitude);
    if (!at) throw new Error(`${x}, ${y} lies outside of the country`);
    latitude += (y - at.y) / 111_250;
    longitude += (x - at.x) / (111_320 * Math.cos((latitude * Math.PI) / 180));
  }
  return [longitude, latitude];
}

/** The first point whole, each next as far from the one before: half as long as all of them whole. */
function steps(ring: Point[]): number[] {
  const points = ring.map(([longitude, latitude]) => [
    Math.round(longitude * perDegree),
    Math.round(latitude * perDegree),
  ]);
  return points.flatMap(([x, y], index) => {
    const before = points[index - 1];
    return before ? [x! - before[0]!, y! - before[1]!] : [x!, y!];
  });
}

const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Feature[] };
const outlines = features
  .map(({ properties, geometry }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates as Point[][]]
        : (geometry.coordinates as Point[][][]);
    const rings = polygons
      .flat()
      .map((ring) => simplify(ring.map(wgsOf), tolerance))
      .filter((ring) => ring.length > 3 && roughArea(ring) > smallestArea);
    return [properties.c ?? properties.statcode!.replace('GM', ''), ...rings.map(steps)] as const;
  })
  .filter(([code, ...rings]) => municipalities.has(code) && rings.length > 0)
  .toSorted(([first], [second]) => first.localeCompare(second));

await writeFile(
  new URL('../../shared/src/geo/municipalities/outlines.json', import.meta.url),
  `{"source":"CBS and Kadaster, CC BY 4.0","outlines":[\n${outlines
    .map((outline) => JSON.stringify(outline))
    .join(',\n')}\n]}\n`,
);
console.log(`${outlines.length} municipalities`);
