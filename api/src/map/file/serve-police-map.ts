// The same map file for the police: for a device that a link let in, for as long as that link opens, and nothing else of the map.
// No browser may keep what it drew: which parts of a country a telephone holds says where somebody is threatened.
import type { FastifyInstance } from 'fastify';
import { drawnMapFile, policeMapFilePath } from '@achterwacht/shared/routes/map-file.ts';
import { policeRoutes } from '@achterwacht/shared/routes/police.ts';
import type { Authentication } from '../../access/authentication.ts';
import { describeFile } from '../../http/describe.ts';
import { failWith, serve, type Failure } from '../../http/server.ts';
import { answerPart, partParams } from './answer-part.ts';
import type { MapFiles } from './map-files.ts';

/** A whole small telephone is some ten tiles; a part is far smaller than this. */
const mostBytes = 1024 ** 2;
/** From one address: several telephones that look around, and nobody who copies a country. */
const perMinute = 600;

type Parts = {
  authentication: Authentication;
  /** Why not; null for a device that is let in. */
  admitDevice: (cookie: string | undefined) => Promise<Failure | null>;
  files: MapFiles;
};

export function servePoliceMap(
  app: FastifyInstance,
  { authentication, admitDevice, files }: Parts,
): void {
  serve(app, authentication, policeRoutes.policeMap, async ({ request }) => {
    const why = await admitDevice(request.headers.cookie);
    if (why) return why;
    const inUse = await files.inUse();
    return { inUse: inUse && drawnMapFile.parse(inUse) };
  });

  app.route({
    method: 'GET',
    url: policeMapFilePath,
    config: { rateLimit: { max: perMinute, timeWindow: 60_000 } },
    schema: {
      ...describeFile({
        summary: 'A part of the map file for a police page, by the header Range',
        access: 'police-link',
        path: policeMapFilePath,
        type: 'application/vnd.pmtiles',
      }),
      params: partParams,
    },
    preValidation: async (request, reply) => {
      const why = await admitDevice(request.headers.cookie);
      return why ? failWith(reply, why) : undefined;
    },
    handler: (request, reply) => answerPart(files, request, reply, { mostBytes, keep: 'no-store' }),
  });
}
