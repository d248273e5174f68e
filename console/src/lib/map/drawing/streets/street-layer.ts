// The streets of the map file as a layer of Leaflet, in the theme that the page has.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import type L from 'leaflet';
import { leafletLayer } from 'protomaps-leaflet';
import type { PMTiles } from 'pmtiles';
import { labelRules } from './label-rules.ts';
import type { MapFileTiles } from './map-file-tiles.ts';
import { paintRules } from './paint-rules.ts';
import { streetColours } from './street-colours.ts';
import './streets.css';

/** It draws a zoom from the data of the one before it. */
const zoomsBehind = 1;
/** More than a wide screen shows: labels of tiles that fall out of its memory are laid anew, over what was drawn. */
const tilesWithLabels = 64;

export const firstZoomOf = ({ minZoom }: DrawnMapFile) =>
  minZoom === 0 ? 0 : minZoom + zoomsBehind;

export const cornersOf = ({ bounds }: DrawnMapFile): L.LatLngBoundsLiteral => [
  [bounds.south, bounds.west],
  [bounds.north, bounds.east],
];

export function streetLayer(file: DrawnMapFile, tiles: MapFileTiles, zIndex: number): L.GridLayer {
  const colours = streetColours();
  const { fontFamily, fontSize } = getComputedStyle(document.documentElement);
  const scale = Number.parseFloat(fontSize) / 16;
  const family = letterFamily() || fontFamily;
  const layer = leafletLayer({
    // It asks one thing of an archive, which this answers.
    url: tiles as unknown as PMTiles,
    maxDataZoom: file.maxZoom,
    bounds: cornersOf(file),
    minZoom: firstZoomOf(file),
    maxZoom: 19,
    zIndex,
    className: 'streets',
    // A file says by HTML whose it is; what is shown of that stands at the foot of the map, in our words.
    attribution: '',
    lang: 'nl',
    paintRules: paintRules(colours),
    labelRules: labelRules(colours, { family, scale }),
    tasks: [document.fonts.load(`500 13px ${family}`) as unknown as Promise<never>],
  });
  layer['labelers'].maxLabeledTiles = tilesWithLabels;
  return layer as unknown as L.GridLayer;
}

const letterFamily = () =>
  getComputedStyle(document.documentElement).getPropertyValue('--font-ui').trim();
