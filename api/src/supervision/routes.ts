// What a supervisor asks about the work of the centre as a whole.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { serve } from '../http/server.ts';
import type { Projection } from '../projections/projection.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readAnswerTimes } from './read-answer-times.ts';
import { readNorms } from './read-norms.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  keys: KeyRing;
  answerTimes: Projection;
};

export function serveSupervision(
  app: FastifyInstance,
  { authentication, asActor, clock, keys, answerTimes }: Parts,
): void {
  serve(app, authentication, routes.answerTimes, ({ visitor, query }) => {
    const asked = { centreId: visitor.centreId, from: query.from, to: query.to };
    return asActor(
      visitor,
      'answer-times.read',
      async (tx) => {
        const { norms, periods: normPeriods } = await readNorms(tx, keys, asked);
        const { profile = norms.first } = query;
        const counted = { ...asked, profile, norms };
        return { ...(await readAnswerTimes(tx, clock, answerTimes, counted)), norms, normPeriods };
      },
      'snapshot',
    );
  });
}
