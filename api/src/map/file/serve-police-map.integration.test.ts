// The map file for who comes by a police link: parts of it, while the link opens, and kept by no browser.
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MapFile } from '@achterwacht/shared/routes/map-file.ts';
import { mapExtract } from '@achterwacht/shared/testing/map-extract.ts';
import type { Authentication } from '../../access/authentication.ts';
import { createAdmitDevice } from '../../police/page/admit-device.ts';
import { origin, withPolicePage } from '../../police/page/test-police-page.ts';
import { MapFiles } from './map-files.ts';
import { servePoliceMap } from './serve-police-map.ts';

const page = withPolicePage();
const bytes = mapExtract();
let folder = '';
let map: MapFile;
const files = () => new MapFiles(folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-map-'));
  const path = join(folder, 'stad.pmtiles');
  await writeFile(path, bytes);
  map = await files().import(path, new Date(), () => {});
  // As large as a file from which too much can be asked at once.
  await truncate(files().pathOf(map.edition), 2 * 1024 ** 2);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() =>
  servePoliceMap(page.http, {
    authentication: {} as Authentication, // nobody is asked for a log-in
    admitDevice: createAdmitDevice({ ...page.centre, origin }),
    files: files(),
  }),
);

const part = (cookie: string, range?: string, edition = map.edition) =>
  page.http.inject({
    url: `/api/police/map/${edition}`,
    headers: { cookie, ...(range !== undefined && { range }) },
  });
const whichOne = (cookie: string) =>
  page.http.inject({ url: '/api/police/map', headers: { cookie } });

it('says which one, without what the file was called where it came from', async () => {
  const { json, headers } = await whichOne(await page.letIn(await page.share()));
  const { edition, minZoom, maxZoom, bounds, dataAt } = map;
  expect(json()).toEqual({ inUse: { edition, minZoom, maxZoom, bounds, dataAt } });
  expect(headers['cache-control']).toBe('no-store');
});

it('gives a part, of which no browser keeps where it was looked at', async () => {
  const cookie = await page.letIn(await page.share());
  const { statusCode, headers, rawPayload } = await part(cookie, 'bytes=127-300');
  expect(statusCode).toBe(206);
  expect(headers['cache-control']).toBe('no-store');
  expect(rawPayload.equals(bytes.subarray(127, 301))).toBe(true);
});

it('gives no more at once than a telephone draws, and only so many in a minute', async () => {
  const cookie = await page.letIn(await page.share());
  for (const range of [undefined, `bytes=0-${1024 ** 2}`])
    expect((await part(cookie, range)).statusCode).toBe(416);
  const { headers } = await part(cookie, 'bytes=0-9');
  expect(headers['x-ratelimit-limit']).toBe('600');
});

it('is for nobody without a link, and not for a link that is over', async () => {
  for (const cookie of ['', `__Host-achterwacht_police=${'a'.repeat(43)}`]) {
    expect((await whichOne(cookie)).statusCode).toBe(401);
    expect((await part(cookie, 'bytes=0-9')).statusCode).toBe(401);
    // Neither is said whether there is such a file.
    expect((await part(cookie, 'bytes=0-9', '0123456789abcdef')).statusCode).toBe(401);
  }
  const link = await page.share();
  const cookie = await page.letIn(link);
  expect((await part(cookie, 'bytes=0-9', '0123456789abcdef')).statusCode).toBe(404);
  await page.act({ type: 'RevokeLink', linkId: link.linkId });
  expect((await whichOne(cookie)).statusCode).toBe(410);
  expect((await part(cookie, 'bytes=0-9')).statusCode).toBe(410);
});

it('ends with the time of its link', async () => {
  const cookie = await page.letIn(await page.share());
  page.minutes(121);
  expect((await part(cookie, 'bytes=0-9')).statusCode).toBe(410);
});
