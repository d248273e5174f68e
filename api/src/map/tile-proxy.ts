// Background tiles through us: a browser that asked a map service for the tiles around a threatened
// person would tell that service where he is. What was fetched once is kept on disk, and is what a desk
// still has when the service is away.
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { tileLayer, tilePath } from '@achterwacht/shared/routes/map-tiles.ts';
import type { Authentication } from '../access/authentication.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { describeFile } from '../http/describe.ts';
import { fail } from '../http/fail.ts';
import { admit } from '../http/server.ts';
import type { Logger } from '../logger.ts';

type Layer = z.infer<typeof tileLayer>;

const brt = (layer: string) => (z: number, x: number, y: number) =>
  `https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/${layer}/EPSG:3857/${z}/${x}/${y}.png`;

const sources = {
  grijs: brt('grijs'),
  standaard: brt('standaard'),
  pastel: brt('pastel'),
  osm: (z, x, y) => `https://tile.openstreetmap.org/${z}/${x}/${y}.png`,
} satisfies Record<Layer, (z: number, x: number, y: number) => string>;

/** A desk waits no longer for a background; the positions are drawn without it. */
const fetchMilliseconds = 4_000;
/** The largest tile of these services is a tenth of this. */
const mostTileBytes = 1024 * 1024;
/** Maps change slowly; after this a tile is fetched anew, and the old one serves until it is there. */
const freshMilliseconds = 30 * 24 * 3_600_000;
/** After a failure the service is left alone for this long, so that a dead one costs no waiting. */
const pauseMilliseconds = 15_000;

const tileParams = z.object({
  layer: tileLayer,
  z: z.coerce.number().int().min(0).max(19),
  x: z.coerce.number().int().min(0),
  y: z.coerce.number().int().min(0),
});

type Parts = { authentication: Authentication; cacheFolder: string; log: Logger };

export function serveTiles(
  app: FastifyInstance,
  { authentication, cacheFolder, log }: Parts,
): void {
  const pausedUntil = new Map<Layer, number>();

  app.route({
    method: 'GET',
    url: tilePath,
    schema: {
      ...describeFile({
        summary: 'A background tile, from our own cache or fetched for it',
        access: 'map.read',
        path: tilePath,
        type: 'image/png',
      }),
      params: tileParams,
    },
    preValidation: (request, reply) => admit(authentication, 'map.read', request, reply),
    handler: async (request, reply) => {
      const { layer, z: zoom, x, y } = request.params as z.infer<typeof tileParams>;
      if (x >= 2 ** zoom || y >= 2 ** zoom) return fail(reply, 404, 'not-found');
      const path = join(cacheFolder, layer, String(zoom), String(x), `${y}.png`);
      const kept = await readKept(path);
      const tile = kept?.fresh ? kept.tile : ((await fetchTile(layer, zoom, x, y)) ?? kept?.tile);
      if (!tile) return fail(reply, 404, 'tile-unavailable');
      if (tile !== kept?.tile)
        await keep(path, tile).catch((error: unknown) => log.warn({ error }, 'tile not kept'));
      // How old the map is that a person looks at: what was kept serves for weeks while the service is away.
      const fetchedAt = tile === kept?.tile ? kept.fetchedAt : new Date();
      return reply
        .header('content-type', 'image/png')
        .header('last-modified', fetchedAt.toUTCString())
        .header('cache-control', 'private, max-age=86400')
        .send(tile);
    },
  });

  async function fetchTile(layer: Layer, zoom: number, x: number, y: number) {
    mustBeOutsideTransaction('a tile');
    if (Date.now() < (pausedUntil.get(layer) ?? 0)) return null;
    try {
      const response = await fetch(sources[layer](zoom, x, y), {
        signal: AbortSignal.timeout(fetchMilliseconds),
        headers: { 'user-agent': 'Achterwacht alarm centre console' },
      });
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`status ${response.status}`);
      const tile = Buffer.from(await response.arrayBuffer());
      if (tile.length > mostTileBytes) throw new Error('tile too large');
      return tile;
    } catch (error) {
      pausedUntil.set(layer, Date.now() + pauseMilliseconds);
      log.info({ error: String(error), layer }, 'background tiles unavailable');
      return null;
    }
  }
}

type Kept = { tile: Buffer; fetchedAt: Date; fresh: boolean };

async function readKept(path: string): Promise<Kept | null> {
  try {
    const { mtime } = await stat(path);
    const fresh = Date.now() - mtime.getTime() < freshMilliseconds;
    return { tile: await readFile(path), fetchedAt: mtime, fresh };
  } catch {
    return null;
  }
}

/** Whole or not at all: a half-written tile would stay a hole in the map for a month. */
async function keep(path: string, tile: Buffer): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, tile);
  await rename(draft, path);
}
