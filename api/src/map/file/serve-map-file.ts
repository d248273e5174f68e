// The map file behind the log-in: which one it is, and parts of it. A page asks for the parts that it draws, some tens of
// kilobytes each, and nobody outside learns which.
import { open } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { mapEdition, mapFilePath, mapRoutes } from '@achterwacht/shared/routes/map-file.ts';
import type { Authentication } from '../../access/authentication.ts';
import { describeFile } from '../../http/describe.ts';
import { fail } from '../../http/fail.ts';
import { admit, serve } from '../../http/server.ts';
import type { MapFiles } from './map-files.ts';

/** The largest tiles and directories are a tenth of this. */
const mostPartBytes = 4 * 1024 ** 2;

const params = z.object({ edition: mapEdition });
const range = /^bytes=(\d{1,15})-(\d{1,15})$/;

type Parts = { authentication: Authentication; files: MapFiles };

export function serveMapFile(app: FastifyInstance, { authentication, files }: Parts): void {
  serve(app, authentication, mapRoutes.mapInUse, async () => ({ inUse: await files.inUse() }));

  app.route({
    method: 'GET',
    url: mapFilePath,
    schema: {
      ...describeFile({
        summary: 'A part of the map file, by the header Range; without one there is no answer',
        access: 'map.read',
        path: mapFilePath,
        type: 'application/vnd.pmtiles',
      }),
      params,
    },
    preValidation: (request, reply) => admit(authentication, 'map.read', request, reply),
    handler: async (request, reply) => {
      const { edition } = request.params as z.infer<typeof params>;
      const file = await open(files.pathOf(edition)).catch(() => null);
      if (!file) return fail(reply, 404, 'map-edition-gone');
      try {
        const { size } = await file.stat();
        const part = partOf(request.headers.range, size);
        if (!part)
          return await fail(reply.header('content-range', `bytes */${size}`), 416, 'range-needed');
        const bytes = Buffer.alloc(part.end - part.start + 1);
        await file.read(bytes, 0, bytes.length, part.start);
        return await reply
          .code(206)
          .header('content-type', 'application/vnd.pmtiles')
          .header('content-range', `bytes ${part.start}-${part.end}/${size}`)
          .header('accept-ranges', 'bytes')
          .header('etag', `"${edition}"`)
          .header('cache-control', 'private, max-age=31536000, immutable')
          .send(bytes);
      } finally {
        await file.close();
      }
    },
  });
}

/** One range, and of a size that a map asks; null where it is none. */
function partOf(header: string | undefined, size: number): { start: number; end: number } | null {
  const [, from, to] = range.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined) return null;
  const start = Number(from);
  const end = Math.min(Number(to), size - 1);
  if (start > end || end - start >= mostPartBytes) return null;
  return { start, end };
}
