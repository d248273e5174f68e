// What is painted of a map file, from below upwards, in the greys of the theme: colour is for alarms. The library's own rules leave out
// ditches, which stop whoever walks, and draw roads that hardly differ from the land.
import {
  exp,
  GeomType,
  LineSymbolizer,
  PolygonSymbolizer,
  type Feature,
  type PaintRule,
} from 'protomaps-leaflet';
import type { StreetColours } from './street-colours.ts';

const green = new Set([
  ...['park', 'cemetery', 'forest', 'wood', 'grass', 'grassland', 'scrub', 'nature_reserve'],
  ...['golf_course', 'allotments', 'village_green', 'playground', 'recreation_ground', 'pitch'],
]);
const narrowWater = new Set(['ditch', 'drain', 'stream']);

/** How wide in pixels, by zoom. */
const widths = {
  path: exp(1.6, [
    [14, 0.4],
    [17, 1.5],
    [20, 5],
  ]),
  minor_road: exp(1.6, [
    [11, 0.3],
    [14, 1.6],
    [16, 5],
    [18, 13],
    [20, 30],
  ]),
  major_road: exp(1.6, [
    [6, 0.3],
    [12, 1.8],
    [15, 5.5],
    [18, 17],
    [20, 38],
  ]),
  highway: exp(1.6, [
    [4, 0.5],
    [8, 1.4],
    [12, 3],
    [15, 7.5],
    [18, 21],
    [20, 44],
  ]),
};
type RoadKind = keyof typeof widths;
const roadKinds = ['path', 'minor_road', 'major_road', 'highway'] as const;

const waterLine = exp(1.6, [
  [12, 0.8],
  [15, 3],
  [18, 12],
]);
const ditchLine = exp(1.6, [
  [14, 0.6],
  [16, 1.4],
  [19, 5],
]);
const railLine = exp(1.6, [
  [8, 0.5],
  [14, 1.2],
  [18, 4],
]);

export function paintRules(colours: StreetColours): PaintRule[] {
  return [
    { dataLayer: 'earth', symbolizer: new PolygonSymbolizer({ fill: colours.land }) },
    {
      dataLayer: 'landuse',
      symbolizer: new PolygonSymbolizer({ fill: colours.park }),
      filter: (_zoom, feature) => green.has(kindOf(feature)),
    },
    {
      dataLayer: 'water',
      symbolizer: new PolygonSymbolizer({ fill: colours.water }),
      filter: (_zoom, { geomType }) => geomType === GeomType.Polygon,
    },
    {
      dataLayer: 'water',
      minzoom: 12,
      symbolizer: line(colours.water, waterLine),
      filter: (_zoom, feature) => isLine(feature) && !narrowWater.has(kindOf(feature)),
    },
    {
      dataLayer: 'water',
      minzoom: 14,
      symbolizer: line(colours.water, ditchLine),
      filter: (_zoom, feature) => isLine(feature) && narrowWater.has(kindOf(feature)),
    },
    {
      dataLayer: 'buildings',
      minzoom: 14,
      symbolizer: new PolygonSymbolizer({
        fill: colours.building,
        stroke: colours['building-edge'],
        width: (zoom) => (zoom < 16 ? 0 : 0.8),
      }),
      filter: (_zoom, { geomType }) => geomType === GeomType.Polygon,
    },
    {
      dataLayer: 'roads',
      minzoom: 9,
      symbolizer: line(colours.rail, railLine),
      filter: (_zoom, feature) => kindOf(feature) === 'rail',
    },
    // All edges before all roads: where two meet, no edge lies across the crossing.
    ...roadKinds.map((kind) => roads(kind, colours['road-edge'], (zoom) => edged(kind, zoom))),
    ...roadKinds.map((kind) =>
      roads(
        kind,
        kind === 'highway' || kind === 'major_road' ? colours['major-road'] : colours.road,
        widths[kind],
      ),
    ),
    {
      dataLayer: 'boundaries',
      symbolizer: new LineSymbolizer({ color: colours['building-edge'], width: 1, dash: [4, 3] }),
    },
  ];
}

function roads(kind: RoadKind, color: string, width: (zoom: number) => number): PaintRule {
  return {
    dataLayer: 'roads',
    minzoom: kind === 'path' ? 15 : 6,
    symbolizer: line(color, width),
    filter: (_zoom, feature) => roadKindOf(feature) === kind,
  };
}

/** A path is its edge alone: a thin line, that nobody takes for a street. */
const edged = (kind: RoadKind, zoom: number) =>
  kind === 'path' ? widths.path(zoom) + 0.6 : widths[kind](zoom) + (zoom < 15 ? 1 : 2);

function roadKindOf(feature: Feature): RoadKind | null {
  const kind = kindOf(feature);
  if (kind === 'other') return 'path';
  return roadKinds.find((one) => one === kind) ?? null;
}

const line = (color: string, width: (zoom: number) => number) =>
  new LineSymbolizer({ color, width, lineCap: 'round', lineJoin: 'round' });

const isLine = ({ geomType }: Feature) => geomType === GeomType.Line;

export const kindOf = ({ props }: Pick<Feature, 'props'>): string =>
  typeof props['kind'] === 'string' ? props['kind'] : '';
