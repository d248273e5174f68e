// The audit over HTTP. That somebody read it is a line of it.
import type { FastifyInstance } from 'fastify';
import { can } from '@achterwacht/shared/roles.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { notFound, serve } from '../http/server.ts';
import type { Projection } from '../projections/projection.ts';
import { readTruth } from '../projections/truth.ts';
import { serveAuditExports } from './export-routes.ts';
import { lookOf, whomOf } from './looked.ts';
import { findSubjects, nameOf, onlyOf, readBreach } from './read-breach.ts';
import { readLine, type FoldUnsealed } from './read-line.ts';
import { readLines } from './read-lines.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  changes: Projection;
  foldUnsealed: FoldUnsealed;
};

const pageSize = 50;
const mostOfBreach = 200;

export function serveAudit(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, clock, changes, foldUnsealed } = parts;

  const readWith = async (tx: Transaction, visitor: Visitor) => {
    const { version, ...truth } = await readTruth(tx, clock, changes, visitor.centreId);
    const namesHolders = can(visitor.role, 'privacy.read');
    return { truth, reading: { centreId: visitor.centreId, version, namesHolders } };
  };

  serve(app, authentication, routes.audit, ({ visitor, query, request: { ip: origin } }) =>
    asActor(visitor, 'audit.read', async (tx) => {
      const { truth, reading } = await readWith(tx, visitor);
      const page = await readLines(tx, query, { ...reading, limit: pageSize });
      const whom = query.whom ?? null;
      const looked = { at: clock.now(), origin, action: 'audit.listed', whom } as const;
      await logAccess(tx, visitor, lookOf(looked));
      return { ...truth, ...page };
    }),
  );

  serve(app, authentication, routes.auditLine, ({ visitor, params, request: { ip: origin } }) =>
    asActor(visitor, 'audit.read', async (tx) => {
      const { reading } = await readWith(tx, visitor);
      const found = await readLine(tx, params.lineId, reading, foldUnsealed);
      if (!found) return notFound();
      const whom = found.line.whom?.id ?? null;
      const looked = { at: clock.now(), origin, action: 'audit.listed', whom } as const;
      await logAccess(tx, visitor, lookOf(looked));
      return found;
    }),
  );

  serve(app, authentication, routes.auditSubjects, ({ visitor, query, request: { ip: origin } }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const subjects = await findSubjects(tx, query.search);
      const looked = { at: clock.now(), origin, action: 'register.searched', whom: null } as const;
      await logAccess(tx, visitor, lookOf(looked));
      return { subjects };
    }),
  );

  serve(app, authentication, routes.breach, ({ visitor, query, request: { ip: origin } }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const { of, id, from, until } = query;
      const name = await nameOf(tx, query);
      if (name === null) return notFound();
      const { reading } = await readWith(tx, visitor);
      const counted = await readBreach(tx, visitor.centreId, query);
      const only = onlyOf(visitor, query);
      const { lines } = await readLines(tx, {}, { ...reading, only, limit: mostOfBreach });
      const looked = {
        at: clock.now(),
        origin,
        action: 'breach.listed',
        whom: whomOf(query),
      } as const;
      await logAccess(tx, visitor, lookOf(looked));
      return { about: { of, id, name }, from, until, ...counted, lines };
    }),
  );

  const readingOf = async (tx: Transaction, visitor: Visitor) =>
    (await readWith(tx, visitor)).reading;
  serveAuditExports(app, { authentication, asActor, clock, readingOf });
}
