// Background maps, through us.
import type { FastifyInstance } from 'fastify';
import { serveTiles } from './tile-proxy.ts';

type Parts = Parameters<typeof serveTiles>[1];

export function openMap(parts: Parts) {
  return { routes: (http: FastifyInstance) => serveTiles(http, parts) };
}
