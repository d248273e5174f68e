// What of the demo is served; in real use nothing of it answers.
import type { FastifyInstance } from 'fastify';
import { serveDemo } from './routes.ts';

type Parts = Parameters<typeof serveDemo>[1];

export function openDemo(parts: Parts) {
  return { routes: (http: FastifyInstance) => serveDemo(http, parts) };
}
