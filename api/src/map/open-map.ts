// Background maps, through us: a file of our own where there is one, and what a service of maps gives.
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { MapFiles } from './file/map-files.ts';
import { serveMapFile } from './file/serve-map-file.ts';
import { servePoliceMap } from './file/serve-police-map.ts';
import { serveTiles } from './tile-proxy.ts';

type Parts = Omit<Parameters<typeof serveTiles>[1], 'cacheFolder'> &
  Pick<Parameters<typeof servePoliceMap>[1], 'admitDevice'> & { dataFolder: string };

export function openMap({ dataFolder, ...parts }: Parts) {
  const files = new MapFiles(dataFolder);
  return {
    routes: (http: FastifyInstance) => {
      serveTiles(http, { ...parts, cacheFolder: join(dataFolder, 'tiles') });
      serveMapFile(http, { ...parts, files });
      servePoliceMap(http, { ...parts, files });
    },
  };
}
