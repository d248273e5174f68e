// The map file behind the log-in: which one it is, and parts of it. A page asks for the parts that it draws, some tens of
// kilobytes each, and nobody outside learns which.
import type { FastifyInstance } from 'fastify';
import { mapFilePath, mapRoutes } from '@achterwacht/shared/routes/map-file.ts';
import type { Authentication } from '../../access/authentication.ts';
import { describeFile } from '../../http/describe.ts';
import { admit, serve } from '../../http/server.ts';
import { answerPart, partParams } from './answer-part.ts';
import type { MapFiles } from './map-files.ts';

/** The largest tiles and directories are a tenth of this. */
const mostBytes = 4 * 1024 ** 2;

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
      params: partParams,
    },
    preValidation: (request, reply) => admit(authentication, 'map.read', request, reply),
    handler: (request, reply) =>
      answerPart(files, request, reply, {
        mostBytes,
        keep: 'private, max-age=31536000, immutable',
      }),
  });
}
