// The names and numbers on a map file, the more important first: where two would lie over each other the first stays. Residential
// streets are named as soon as the desk goes to somebody (zoom 15), and houses have their numbers from 18 on: both are what a caller
// says and what the police ask.
import {
  CenteredTextSymbolizer,
  GeomType,
  LineLabelPlacement,
  LineLabelSymbolizer,
  Padding,
  type Feature,
  type LabelRule,
} from 'protomaps-leaflet';
import { kindOf } from './paint-rules.ts';
import type { StreetColours } from './street-colours.ts';

const names = ['name:nl', 'name'];
/** Where somebody goes for help, or is told to wait. */
const landmarks = new Set(['hospital', 'police', 'fire_station', 'townhall', 'station']);
const bigRoads = new Set(['highway', 'major_road']);
const paths = new Set(['other', 'path']);

type Letters = { family: string; /** 1: the usual size of text. */ scale: number };

export function labelRules(colours: StreetColours, { family, scale }: Letters): LabelRule[] {
  const font = (weight: number, pixels: number) =>
    `${weight} ${Math.round(pixels * scale)}px ${family}`;
  const written = { fill: colours.label, stroke: colours.halo, width: 3, labelProps: names };
  // From further away names are smaller, so that more of them find room along their street.
  const streetFont = (zoom: number) => font(500, zoom < 17 ? 12 : 13);
  const water = { ...written, fill: colours['water-label'], font: font(500, 13) };
  return [
    {
      dataLayer: 'places',
      maxzoom: 15,
      symbolizer: new CenteredTextSymbolizer({
        ...written,
        font: (_zoom, feature) => (isBig(feature) ? font(700, 17) : font(600, 14)),
      }),
      sort: (a, b) => numberOf(a['min_zoom']) - numberOf(b['min_zoom']),
      filter: (_zoom, feature) => kindOf(feature) === 'locality',
    },
    {
      dataLayer: 'roads',
      minzoom: 12,
      symbolizer: alongLine({ ...written, font: font(600, 13) }),
      filter: (_zoom, feature) => bigRoads.has(kindOf(feature)),
    },
    {
      dataLayer: 'pois',
      minzoom: 15,
      symbolizer: new CenteredTextSymbolizer({
        ...written,
        font: font(700, 13),
        maxLineChars: 16,
      }),
      filter: (_zoom, feature) => landmarks.has(kindOf(feature)),
    },
    {
      dataLayer: 'roads',
      minzoom: 15,
      symbolizer: alongLine({ ...written, font: streetFont }),
      filter: (_zoom, feature) => kindOf(feature) === 'minor_road',
    },
    {
      dataLayer: 'roads',
      minzoom: 16,
      symbolizer: alongLine({ ...written, font: streetFont }),
      filter: (_zoom, feature) => paths.has(kindOf(feature)),
    },
    {
      dataLayer: 'water',
      minzoom: 14,
      symbolizer: alongLine(water),
      filter: (_zoom, { geomType }) => geomType === GeomType.Line,
    },
    {
      dataLayer: 'water',
      minzoom: 12,
      symbolizer: new CenteredTextSymbolizer({ ...water, maxLineChars: 16 }),
      filter: (_zoom, { geomType }) => geomType === GeomType.Point,
    },
    {
      dataLayer: 'buildings',
      minzoom: 18,
      symbolizer: new Padding(
        2,
        new CenteredTextSymbolizer({
          ...written,
          labelProps: ['addr_housenumber'],
          font: font(500, 12),
        }),
      ),
      filter: (_zoom, feature) => kindOf(feature) === 'address',
    },
    {
      dataLayer: 'places',
      minzoom: 14,
      maxzoom: 15,
      symbolizer: new CenteredTextSymbolizer({ ...written, font: font(500, 13) }),
      filter: (_zoom, feature) => kindOf(feature) === 'neighbourhood',
    },
  ];
}

const alongLine = (written: ConstructorParameters<typeof LineLabelSymbolizer>[0]) =>
  new LineLabelSymbolizer({ ...written, position: LineLabelPlacement.Center, repeatDistance: 320 });

const isBig = (feature: Feature | undefined) => numberOf(feature?.props['population_rank']) > 9;
const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
