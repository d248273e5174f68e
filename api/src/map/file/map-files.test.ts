// A map file is looked at before it is taken into use, and what is in use stays while another is refused.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PMTiles } from 'pmtiles';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mapExtract } from '@achterwacht/shared/testing/map-extract.ts';
import { MapFiles } from './map-files.ts';

const now = new Date('2026-11-30T09:00:00Z');
let folder = '';
let files: MapFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-map-'));
  files = new MapFiles(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function importing(bytes: Uint8Array, parts: number[] = []) {
  const path = join(folder, 'stad.pmtiles');
  await writeFile(path, bytes);
  return files.import(path, now, (part) => parts.push(part));
}
const kept = async () => (await readdir(join(folder, 'map'))).toSorted();

test('none is in use before one is taken', async () => {
  expect(await files.inUse()).toBeNull();
});

test('one that is right is copied byte by byte, and says what it is', async () => {
  const bytes = mapExtract();
  const parts: number[] = [];
  const taken = await importing(bytes, parts);
  expect(taken).toMatchObject({
    name: 'stad.pmtiles',
    bytes: bytes.length,
    minZoom: 10,
    maxZoom: 15,
    bounds: { west: 4.618, south: 52.371, east: 4.656, north: 52.391 },
    dataAt: '2026-07-01T04:00:00.000Z',
    importedAt: now.toISOString(),
  });
  expect(await files.inUse()).toEqual(taken);
  expect(await readFile(files.pathOf(taken.edition))).toEqual(bytes);
  expect(parts.at(-1)).toBe(1);
});

test('the next one takes its place under another name, and nothing else stays behind', async () => {
  const first = await importing(mapExtract());
  const second = await importing(mapExtract({ dataAt: '2026-10-01T04:00:00Z' }));
  expect(second.edition).not.toBe(first.edition);
  expect(await kept()).toEqual([`${second.edition}.pmtiles`, 'in-use.json']);
});

test('the same one once more stays in use', async () => {
  const first = await importing(mapExtract());
  const second = await importing(mapExtract());
  expect(second.edition).toBe(first.edition);
  expect(await kept()).toEqual([`${first.edition}.pmtiles`, 'in-use.json']);
});

test('a file that does not say of when it is, is taken as of no known day', async () => {
  expect((await importing(mapExtract({ dataAt: null }))).dataAt).toBeNull();
});

describe('is refused, and the one in use stays', () => {
  const whole = mapExtract();
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, damaged.length - 4_000);
  const olderFormat = Buffer.from(whole);
  olderFormat[7] = 2;

  test.each<[what: string, bytes: Uint8Array, sentence: RegExp]>([
    [
      'a file that is something else',
      Buffer.from('knop;drager\n231;Joke van Dam\n'),
      /begint niet als PMTiles/,
    ],
    ['an empty file', Buffer.alloc(0), /begint niet als PMTiles/],
    ['an older format', olderFormat, /versie 3/],
    ['a download cut short in its tiles', whole.subarray(0, whole.length - 1_000), /niet heel/],
    ['a download cut short in its header', whole.subarray(0, 60), /niet heel/],
    ['tiles that cannot be unpacked', damaged, /is beschadigd/],
    ['pictures instead of vectors', mapExtract({ tileType: 2 }), /vectortegels/],
    ['one without streets', mapExtract({ maxZoom: 12 }), /tot zoom 12/],
    [
      'one of another country',
      mapExtract({ bounds: { west: 12.4, south: 41.8, east: 12.5, north: 41.9 } }),
      /ander gebied/,
    ],
    [
      'another scheme',
      mapExtract({ layerNames: ['landcover', 'water', 'transportation', 'building', 'place'] }),
      /earth, roads, buildings ontbreekt/,
    ],
    ['another version of the scheme', mapExtract({ version: '3.7.0' }), /schema 3.7.0/],
    ['one of tomorrow', mapExtract({ dataAt: '2026-12-24T00:00:00Z' }), /nog moet komen/],
  ])('%s', async (_what, bytes, sentence) => {
    const inUse = await importing(mapExtract());
    await expect(importing(bytes)).rejects.toThrow(sentence);
    expect(await files.inUse()).toEqual(inUse);
    expect(await kept()).toEqual([`${inUse.edition}.pmtiles`, 'in-use.json']);
  });

  test('a path that leads to no file', async () => {
    await expect(files.import(join(folder, 'weg.pmtiles'), now, () => {})).rejects.toThrow(
      'weg.pmtiles kan niet worden gelezen.',
    );
    await expect(files.import(folder, now, () => {})).rejects.toThrow('is geen bestand');
  });
});

test('what tests draw is found where the library looks for it', async () => {
  const bytes = mapExtract();
  const archive = new PMTiles({
    getKey: () => 'memory',
    getBytes: (offset, length) =>
      Promise.resolve({ data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer }),
  });
  for (const [z, x, y] of [
    [10, 525, 336],
    [14, 8_403, 5_383],
    [15, 16_804, 10_766],
    [15, 16_806, 10_767],
  ] as const)
    expect((await archive.getZxy(z, x, y))?.data.byteLength).toBeGreaterThan(100);
  expect(await archive.getZxy(15, 16_700, 10_767)).toBeUndefined();
});
