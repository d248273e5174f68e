// Parts of the map file, asked as a page asks them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MapFile } from '@achterwacht/shared/routes/map-file.ts';
import { mapExtract } from '@achterwacht/shared/testing/map-extract.ts';
import type { Authentication } from '../../access/authentication.ts';
import { createHttpServer } from '../../http/server.ts';
import { openLogger } from '../../logger.ts';
import { MapFiles } from './map-files.ts';
import { serveMapFile } from './serve-map-file.ts';

const bytes = mapExtract();
let folder = '';
let http: FastifyInstance;
let map: MapFile;
const files = () => new MapFiles(folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-map-'));
  const path = join(folder, 'stad.pmtiles');
  await writeFile(path, bytes);
  map = await files().import(path, new Date(), () => {});
  http = await createHttpServer({
    log: openLogger('silent'),
    admitService: () => () => Promise.resolve(undefined),
    origins: new Set(),
  });
  const anna = { type: 'person', id: 'anna', role: 'centralist', centreId: 'centre' };
  const authentication = {
    whoIs: (cookie: string | undefined) =>
      Promise.resolve(cookie === 'anna' ? { visitor: anna } : null),
    noteRefused: () => Promise.resolve(),
  } as unknown as Authentication; // nothing else of it is asked
  serveMapFile(http, { authentication, files: files() });
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true, force: true });
});

const asked = (url: string, range?: string, cookie = 'anna') =>
  http.inject({ url, headers: { cookie, ...(range !== undefined && { range }) } });
const file = () => `/api/map/file/${map.edition}`;

test('which one is in use', async () => {
  expect((await asked('/api/map')).json()).toEqual({ inUse: map });
});

test('the part that was asked for, and that a browser may keep it', async () => {
  const { statusCode, headers, rawPayload } = await asked(file(), 'bytes=127-300');
  expect(statusCode).toBe(206);
  expect(headers).toMatchObject({
    'content-range': `bytes 127-300/${bytes.length}`,
    'cache-control': 'private, max-age=31536000, immutable',
    etag: `"${map.edition}"`,
  });
  expect(rawPayload.equals(bytes.subarray(127, 301))).toBe(true);
});

test('as far as the file goes, where more was asked', async () => {
  const { headers, rawPayload } = await asked(
    file(),
    `bytes=${bytes.length - 10}-${bytes.length + 9_000}`,
  );
  expect(headers['content-range']).toBe(
    `bytes ${bytes.length - 10}-${bytes.length - 1}/${bytes.length}`,
  );
  expect(rawPayload.equals(bytes.subarray(-10))).toBe(true);
});

test.each([
  ['all of it', undefined],
  ['the end of it', 'bytes=-100'],
  ['two parts at once', 'bytes=0-1,5-6'],
  ['what lies behind it', `bytes=${bytes.length}-${bytes.length + 5}`],
  ['a part that ends before it begins', 'bytes=10-5'],
  ['lines instead of bytes', 'lines=1-2'],
])('is not given: %s', async (_what, range) => {
  const { statusCode, headers, body } = await asked(file(), range);
  expect([statusCode, headers['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
  expect(body).toContain('range-needed');
});

test('an edition that is gone, or was none, is not found', async () => {
  expect((await asked('/api/map/file/0123456789abcdef', 'bytes=0-9')).statusCode).toBe(404);
  expect((await asked('/api/map/file/..%2f..%2fkeys', 'bytes=0-9')).statusCode).toBe(422);
});

test('nobody is told or given anything without a log-in', async () => {
  for (const url of ['/api/map', file()])
    expect((await asked(url, 'bytes=0-9', 'nobody')).statusCode).toBe(401);
});
