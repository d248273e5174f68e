// What is read of the centre's work as a whole: the answer times.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { createAnswerTimes } from './answer-times.ts';
import { serveSupervision } from './routes.ts';

type Parts = { authentication: Authentication; asActor: AsActor; clock: Clock; keys: KeyRing };

export function openSupervision(parts: Parts) {
  const answerTimes = createAnswerTimes();
  return {
    projections: [answerTimes],
    routes: (http: FastifyInstance) => serveSupervision(http, { ...parts, answerTimes }),
  };
}
