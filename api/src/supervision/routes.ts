// What a supervisor asks about the work of the centre as a whole.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { serve } from '../http/server.ts';
import type { Projection } from '../projections/projection.ts';
import { readAnswerTimes } from './read-answer-times.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  answerTimes: Projection;
};

export function serveSupervision(
  app: FastifyInstance,
  { authentication, asActor, clock, answerTimes }: Parts,
): void {
  serve(app, authentication, routes.answerTimes, ({ visitor, query }) => {
    const { from, to, profile = 'en-50518-hold-up' } = query;
    const asked = { centreId: visitor.centreId, from, to, profile };
    return asActor(
      visitor,
      'answer-times.read',
      (tx) => readAnswerTimes(tx, clock, answerTimes, asked),
      'snapshot',
    );
  });
}
