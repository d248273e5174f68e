// The outbox page over HTTP.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { serve } from '../http/server.ts';
import { listEffects } from './list-effects.ts';

export function serveOutbox(
  app: FastifyInstance,
  { authentication, asActor }: { authentication: Authentication; asActor: AsActor },
): void {
  serve(app, authentication, routes.outbox, ({ visitor, query }) =>
    asActor(visitor, 'outbox.read', async (tx) => ({
      entries: await listEffects(tx, query.before),
    })),
  );
}
