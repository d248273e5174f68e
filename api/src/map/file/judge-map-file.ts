// Whether a file is a map that a desk can draw: looked at before it is taken into use, because a layer without data draws the same
// empty land as one that failed, and nobody sees the difference in need.
import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { Compression, PMTiles, TileType, type Header } from 'pmtiles';
import type { MapFile } from '@achterwacht/shared/routes/map-file.ts';

export type MapFacts = Omit<MapFile, 'edition' | 'name' | 'importedAt'>;

/** Says in its message, for who gave the command, why a file is no map. */
export class NoMap extends Error {}

/** What a desk draws; a file by another scheme has other names and stays empty. */
const drawnLayers = ['earth', 'water', 'roads', 'buildings'] as const;
/** Streets of a neighbourhood are in the data from here on. */
const leastMaxZoom = 14;
/** The country and what a desk may see around it. */
const region = { west: 2.2, south: 50.3, east: 8.1, north: 54.1 };
const headerBytes = 127;
/** A side of the grid of places at which a tile is read. */
const samples = 8;

const metadata = z.object({
  vector_layers: z.array(z.object({ id: z.string() })),
  version: z.string().optional(),
  'planetiler:osm:osmosisreplicationtime': z.string().optional(),
});

/** @throws {NoMap} */
export async function judgeMapFile(file: FileHandle, now: Date): Promise<MapFacts> {
  const { size } = await file.stat();
  await mustBePmtiles(file);
  const archive = new PMTiles({ getKey: () => 'file', getBytes: bytesOf(file) });
  const header = await archive.getHeader();
  judgeHeader(header, size);
  const said = await readMetadata(archive);
  judgeSchema(said);
  const dataAt = dateOf(said, now);
  await readSomeTiles(archive, header);
  return {
    bytes: size,
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    bounds: {
      west: header.minLon,
      south: header.minLat,
      east: header.maxLon,
      north: header.maxLat,
    },
    dataAt,
  };
}

async function mustBePmtiles(file: FileHandle): Promise<void> {
  const { data } = await bytesOf(file)(0, 8);
  const begin = Buffer.from(data);
  if (begin.toString('latin1', 0, 7) !== 'PMTiles')
    throw new NoMap('Dit is geen kaart: het bestand begint niet als PMTiles.');
  if (begin[7] !== 3) throw new NoMap('Dit is PMTiles van een andere versie; nodig is versie 3.');
  const { size } = await file.stat();
  if (size < headerBytes) throw new NoMap('Het bestand is niet heel. Haal het opnieuw op.');
}

function judgeHeader(header: Header, size: number): void {
  const ends = [
    header.rootDirectoryOffset + header.rootDirectoryLength,
    header.jsonMetadataOffset + header.jsonMetadataLength,
    header.leafDirectoryOffset + (header.leafDirectoryLength ?? 0),
    header.tileDataOffset + (header.tileDataLength ?? 0),
  ];
  const whole = Math.max(...ends);
  if (whole > size)
    throw new NoMap(
      `Het bestand is niet heel: er zijn ${size} bytes van de ${whole}. Haal het opnieuw op.`,
    );
  if (header.tileType !== TileType.Mvt)
    throw new NoMap('Dit zijn geen vectortegels maar plaatjes; die kan een werkplek niet tekenen.');
  const packed = [header.internalCompression, header.tileCompression];
  if (!packed.every((one) => one === Compression.Gzip || one === Compression.None))
    throw new NoMap(
      'De tegels zijn ingepakt op een manier die een werkplek niet kent; nodig is gzip.',
    );
  if (header.maxZoom < leastMaxZoom)
    throw new NoMap(
      `De kaart gaat tot zoom ${header.maxZoom}; straten staan er vanaf ${leastMaxZoom} in, huisnummers op 15.`,
    );
  const isElsewhere =
    header.maxLon < region.west ||
    header.minLon > region.east ||
    header.maxLat < region.south ||
    header.minLat > region.north;
  if (isElsewhere) throw new NoMap('Deze kaart is van een ander gebied dan Nederland.');
}

async function readMetadata(archive: PMTiles) {
  const read = await archive.getMetadata().catch(() => null);
  const said = metadata.safeParse(read);
  if (!said.success) throw new NoMap('Het bestand zegt niet welke kaartlagen erin staan.');
  return said.data;
}

function judgeSchema(said: z.infer<typeof metadata>): void {
  const layers = new Set(said.vector_layers.map(({ id }) => id));
  const missing = drawnLayers.filter((one) => !layers.has(one));
  if (missing.length > 0)
    throw new NoMap(
      `Deze kaart heeft een ander schema dan Protomaps Basemap: ${missing.join(', ')} ontbreekt.`,
    );
  if (!said.version?.startsWith('4.'))
    throw new NoMap(
      `Deze kaart heeft schema ${said.version ?? 'zonder versie'}; nodig is Protomaps Basemap 4.`,
    );
}

function dateOf(said: z.infer<typeof metadata>, now: Date): string | null {
  const at = Date.parse(said['planetiler:osm:osmosisreplicationtime'] ?? '');
  if (Number.isNaN(at)) return null;
  const aDay = 24 * 3_600_000;
  if (at > now.getTime() + aDay)
    throw new NoMap('De kaart zegt van een dag te zijn die nog moet komen.');
  return new Date(at).toISOString();
}

/** A header may be right while what it leads to is not: tiles all over the map are unpacked. */
async function readSomeTiles(archive: PMTiles, header: Header): Promise<void> {
  const zoom = header.maxZoom;
  let found = 0;
  for (let row = 0; row < samples; row += 1)
    for (let column = 0; column < samples; column += 1) {
      const part = (index: number) => (index + 0.5) / samples;
      const x = columnOf(between(header.minLon, header.maxLon, part(column)), zoom);
      const y = rowOf(between(header.minLat, header.maxLat, part(row)), zoom);
      const tile = await archive.getZxy(zoom, x, y).catch(() => {
        throw new NoMap(`Tegel ${zoom}/${x}/${y} is niet te lezen: het bestand is beschadigd.`);
      });
      if (tile && tile.data.byteLength > 0) found += 1;
    }
  if (found === 0) throw new NoMap('In de kaart staat op geen enkele plek iets.');
}

const between = (from: number, to: number, part: number) => from + (to - from) * part;

const columnOf = (longitude: number, zoom: number) =>
  Math.floor(((longitude + 180) / 360) * 2 ** zoom);

function rowOf(latitude: number, zoom: number): number {
  const radians = (latitude * Math.PI) / 180;
  return Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** zoom);
}

/** As many bytes as there are: what is missing shows when they are unpacked. */
function bytesOf(file: FileHandle) {
  return async (offset: number, length: number) => {
    const data = new ArrayBuffer(length);
    const { bytesRead } = await file.read(new Uint8Array(data), 0, length, offset);
    return { data: data.slice(0, bytesRead) };
  };
}
