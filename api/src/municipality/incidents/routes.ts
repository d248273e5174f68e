// A municipality's incident files over HTTP. Whether a file is another municipality's, or of a circle that
// somebody is not in, the answer is the same: not found.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { IncidentCommand } from '@achterwacht/shared/incident/commands.ts';
import type { IncidentRefusal } from '@achterwacht/shared/incident/decide.ts';
import type { IncidentFile } from '@achterwacht/shared/incident/state.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { changeIncident } from './change-incident.ts';
import {
  listIncidents,
  logView,
  readCircle,
  readIncident,
  readVersions,
  readViews,
} from './incident-queries.ts';
import { takeOverIncident } from './take-over-incidents.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  background: Database;
  keys: KeyRing;
  clock: Clock;
};

export function serveIncidents(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, background, keys, clock } = parts;

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

  /** A command, and in the same transaction what is answered to it. */
  const change = async <T>(
    visitor: Visitor,
    incidentId: string,
    command: IncidentCommand,
    answer: (tx: Transaction, file: IncidentFile) => Promise<T>,
  ): Promise<T | Failure> => {
    await background.transaction((tx) => takeOverIncident(tx, keys, clock, incidentId));
    return withKeysMade(keys, () =>
      asActor(visitor, 'incident.change', async (tx) => {
        const file = await changeIncident(parts, tx, { incidentId, command, visitor });
        return 'code' in file ? failureOf(file) : answer(tx, file);
      }),
    );
  };

  serve(app, authentication, routes.incidentFill, ({ visitor, params, body, request }) =>
    change(visitor, params.incidentId, { type: 'FillIn', ...body }, async (tx, file) => {
      await logView(tx, { visitor, ...params, now: clock.now() }, 'changed', request.ip);
      return { version: file.wordsVersion, changed: file.changed };
    }),
  );

  serve(app, authentication, routes.incidentCircleAdd, ({ visitor, params, body }) =>
    change(visitor, params.incidentId, { type: 'LetIn', ...body }, (tx) =>
      readCircle(tx, params.incidentId),
    ),
  );

  serve(app, authentication, routes.incidentCircleRemove, ({ visitor, params, body }) =>
    change(visitor, params.incidentId, { type: 'TakeOut', ...body }, (tx) =>
      readCircle(tx, params.incidentId),
    ),
  );

  serve(app, authentication, routes.incidentVersions, ({ visitor, params, request }) =>
    asActor(visitor, 'incident.read', async (tx) => {
      const versions = await readVersions(tx, keys, params.incidentId);
      if (!versions) return notFound();
      await logView(tx, { visitor, ...params, now: clock.now() }, 'versions', request.ip);
      return { versions };
    }),
  );

  serve(app, authentication, routes.incidentViews, ({ visitor, params }) =>
    asActor(visitor, 'incident.read', async (tx) => {
      const views = await readViews(tx, params.incidentId);
      return views ? { views } : notFound();
    }),
  );
}

function failureOf({ code, details }: IncidentRefusal): Failure {
  return code === 'not-found' ? notFound() : new Failure(409, code, details);
}
