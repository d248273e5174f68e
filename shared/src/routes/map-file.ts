// The map from a file: which one is in use, and where a page asks for its bytes. A part of a file is no JSON, so its path
// stands beside the table of routes; an edition is in it, so that what a browser kept of one is never taken for another.
// Whoever was let in by a police link has doors of his own to the same file.
import * as z from 'zod';
import type { Route } from './route.ts';

export const mapFilePath = '/api/map/file/:edition';
export const policeMapFilePath = '/api/police/map/:edition';
export const mapEdition = z.string().regex(/^[0-9a-f]{16}$/);

export const mapFile = z.object({
  edition: mapEdition,
  /** As it was called where it came from. */
  name: z.string(),
  bytes: z.int().positive(),
  minZoom: z.int(),
  maxZoom: z.int(),
  bounds: z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }),
  /** Until when the map's own data goes; null where the file does not say. */
  dataAt: z.iso.datetime().nullable(),
  importedAt: z.iso.datetime(),
});
export type MapFile = z.infer<typeof mapFile>;

/** What it takes to draw it. */
export const drawnMapFile = mapFile.omit({ name: true, bytes: true, importedAt: true });
export type DrawnMapFile = z.infer<typeof drawnMapFile>;

export const mapRoutes = {
  mapInUse: {
    method: 'GET',
    path: '/api/map',
    summary: 'Which map file is in use; null: none, and the background comes through the proxy',
    access: 'map.read',
    response: z.object({ inUse: mapFile.nullable() }),
  },
} satisfies Record<string, Route>;
