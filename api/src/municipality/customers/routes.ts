// The centre's customers over HTTP.
import type { FastifyInstance } from 'fastify';
import type { MunicipalityCommand } from '@achterwacht/shared/municipality/commands.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { changeMunicipality } from './change-municipality.ts';
import {
  listMunicipalities,
  readMunicipality,
  readMunicipalityHistory,
} from './municipality-queries.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function serveMunicipalities(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys } = parts;

  serve(app, authentication, routes.municipalities, ({ visitor, query }) =>
    asActor(visitor, 'municipality.read', (tx) => listMunicipalities(tx, query)),
  );

  serve(app, authentication, routes.municipality, ({ visitor, params }) =>
    asActor(
      visitor,
      'municipality.read',
      async (tx) => (await readMunicipality(tx, keys, params.municipalityId)) ?? notFound(),
    ),
  );

  serve(app, authentication, routes.municipalityHistory, ({ visitor, params }) =>
    asActor(visitor, 'municipality.read', async (tx) => {
      const versions = await readMunicipalityHistory(tx, keys, params.municipalityId);
      return versions ? { versions } : notFound();
    }),
  );

  /** A command, and in the same transaction what stands there since. */
  const change = (visitor: Visitor, municipalityId: string | null, command: MunicipalityCommand) =>
    withKeysMade(keys, () =>
      asActor(visitor, 'municipality.change', async (tx) => {
        const { centreId, type, id, name, role } = visitor;
        const actor = { type, id, name, role };
        const changed = await changeMunicipality(parts, tx, {
          centreId,
          municipalityId,
          command,
          actor,
        });
        if ('details' in changed)
          return changed.code === 'not-found'
            ? notFound()
            : new Failure(409, changed.code, changed.details);
        return (await readMunicipality(tx, keys, changed.id)) ?? notFound();
      }),
    );

  serve(app, authentication, routes.municipalityAdd, ({ visitor, body }) =>
    change(visitor, null, {
      type: 'AddMunicipality',
      centreId: visitor.centreId,
      details: body,
    }),
  );

  serve(app, authentication, routes.municipalityChange, ({ visitor, params, body }) =>
    change(visitor, params.municipalityId, { type: 'ChangeMunicipality', ...body }),
  );

  serve(app, authentication, routes.municipalityEnd, ({ visitor, params, body }) =>
    change(visitor, params.municipalityId, { type: 'EndMunicipality', ...body }),
  );
}
