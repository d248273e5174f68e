// A municipality's incident files over HTTP. Whether a file is another municipality's, or of a circle that
// somebody is not in, the answer is the same: not found.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import {
  fillIn,
  letIn,
  listIncidents,
  logView,
  readCircle,
  readIncident,
  readViews,
  takeOut,
} from './incident-queries.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function serveIncidents(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;

  serve(app, authentication, routes.incidents, ({ visitor, query }) =>
    asActor(visitor, 'incident.read', (tx) => listIncidents(tx, keys, query.before)),
  );

  serve(app, authentication, routes.incident, ({ visitor, params, request }) =>
    asActor(visitor, 'incident.read', async (tx) => {
      const incident = await readIncident(tx, keys, params.incidentId);
      if (!incident) return notFound();
      const asking = { visitor, ...params, now: clock.now() };
      await logView(tx, asking, 'opened', request.ip);
      return incident;
    }),
  );

  serve(app, authentication, routes.incidentFill, ({ visitor, params, body, request }) =>
    withKeysMade(keys, () =>
      asActor(visitor, 'incident.change', async (tx) => {
        const asking = { visitor, ...params, now: clock.now() };
        const filled = await fillIn(tx, keys, { ...asking, asked: body });
        if (filled.status === 'not-found') return notFound();
        if (filled.status === 'changed')
          return new Failure(409, 'melding-gewijzigd', { by: filled.by });
        await logView(tx, asking, 'changed', request.ip);
        const { version, changed } = filled;
        return { version, changed };
      }),
    ),
  );

  serve(app, authentication, routes.incidentCircleAdd, ({ visitor, params, body }) =>
    asActor(visitor, 'incident.change', async (tx) => {
      const asking = { visitor, ...params, ...body, now: clock.now() };
      return (await letIn(tx, asking)) ? readCircle(tx, params.incidentId) : notFound();
    }),
  );

  serve(app, authentication, routes.incidentCircleRemove, ({ visitor, params, body }) =>
    asActor(visitor, 'incident.change', async (tx) => {
      const asking = { visitor, ...params, ...body, now: clock.now() };
      const answer = await takeOut(tx, asking);
      if (answer === 'not-found') return notFound();
      if (answer === 'last') return new Failure(409, 'laatste-in-kring');
      return readCircle(tx, params.incidentId);
    }),
  );

  serve(app, authentication, routes.incidentViews, ({ visitor, params }) =>
    asActor(visitor, 'incident.read', async (tx) => {
      const views = await readViews(tx, params.incidentId);
      return views ? { views } : notFound();
    }),
  );
}
