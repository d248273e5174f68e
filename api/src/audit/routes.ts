// The audit over HTTP. That somebody read it is a line of it; so is every export.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type * as z from 'zod';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import { can } from '@achterwacht/shared/roles.ts';
import {
  auditExportPath,
  auditExportQuery,
  breachExportPath,
  breachQuery,
  type AuditQuery,
  type BreachQuery,
} from '@achterwacht/shared/routes/audit.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction, TransactionSql } from '../db/connect.ts';
import { describeFile } from '../http/describe.ts';
import { admit, failWith, notFound, serve } from '../http/server.ts';
import { textOf } from '../http/texts.ts';
import type { Projection } from '../projections/projection.ts';
import { readTruth } from '../projections/truth.ts';
import { headOf, linesAsCsv } from './lines-as-csv.ts';
import { condition, findSubjects, nameOf, readBreach } from './read-breach.ts';
import { readLine, readLines } from './read-lines.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  changes: Projection;
};

const pageSize = 50;
const mostOfBreach = 200;
/** Of an export, read and written in one go: a few milliseconds of the loop. */
const sliceSize = 500;

export function serveAudit(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, clock, changes } = parts;

  const look = (visitor: Visitor, origin: string, action: AccessAction, whom: string | null) => ({
    at: clock.now(),
    action,
    object: action.split('.')[0]!, // it has a first part
    whom,
    result: 'shown',
    origin,
  });

  const readingOf = async (tx: Transaction, visitor: Visitor) => {
    const { version, ...truth } = await readTruth(tx, clock, changes, visitor.centreId);
    const namesHolders = can(visitor.role, 'privacy.read');
    return { truth, reading: { centreId: visitor.centreId, version, namesHolders } };
  };

  serve(app, authentication, routes.audit, ({ visitor, query, request }) =>
    asActor(visitor, 'audit.read', async (tx) => {
      const { truth, reading } = await readingOf(tx, visitor);
      const page = await readLines(tx, query, { ...reading, limit: pageSize });
      await logAccess(tx, visitor, look(visitor, request.ip, 'audit.listed', query.whom ?? null));
      return { ...truth, ...page };
    }),
  );

  serve(app, authentication, routes.auditLine, ({ visitor, params, request }) =>
    asActor(visitor, 'audit.read', async (tx) => {
      const { reading } = await readingOf(tx, visitor);
      const found = await readLine(tx, params.lineId, reading);
      if (!found) return notFound();
      const whom = found.line.whom?.id ?? null;
      await logAccess(tx, visitor, look(visitor, request.ip, 'audit.listed', whom));
      return found;
    }),
  );

  serve(app, authentication, routes.auditSubjects, ({ visitor, query, request }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const subjects = await findSubjects(tx, query.search);
      await logAccess(tx, visitor, look(visitor, request.ip, 'register.searched', null));
      return { subjects };
    }),
  );

  serve(app, authentication, routes.breach, ({ visitor, query, request }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const { of, id, from, until } = query;
      const name = await nameOf(tx, query);
      if (name === null) return notFound();
      const { reading } = await readingOf(tx, visitor);
      const counted = await readBreach(tx, visitor.centreId, query);
      const { lines } = await readLines(tx, {}, { ...reading, ...onlyOf(visitor, query) });
      await logAccess(tx, visitor, look(visitor, request.ip, 'breach.listed', whomOf(query)));
      return { about: { of, id, name }, from, until, ...counted, lines };
    }),
  );

  app.route({
    method: 'GET',
    url: auditExportPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: 'The audit as CSV; logged',
        access: 'audit.read',
        path: auditExportPath,
        type: 'text/csv',
      }),
      querystring: auditExportQuery,
    },
    preValidation: (request, reply) => admit(authentication, 'audit.read', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const query = request.query as z.infer<typeof auditExportQuery>;
      const asked = Object.entries(query).map(([name, value]): [string, string] => [name, value]);
      // In the log before the first byte leaves.
      const reading = await asActor(visitor, 'audit.read', async (tx) => {
        const looked = look(visitor, request.ip, 'audit.exported', query.whom ?? null);
        await logAccess(tx, visitor, looked);
        return (await readingOf(tx, visitor)).reading;
      });
      const slices = slicesOf(visitor, 'audit.read', query, { ...reading, limit: sliceSize });
      return send(reply, 'controle', slices, asked);
    },
  });

  app.route({
    method: 'GET',
    url: breachExportPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: 'Who saw what of whom between two moments, as CSV; logged',
        access: 'privacy.read',
        path: breachExportPath,
        type: 'text/csv',
      }),
      querystring: breachQuery,
    },
    preValidation: (request, reply) => admit(authentication, 'privacy.read', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // as above
      const query = request.query as BreachQuery;
      const found = await asActor(visitor, 'privacy.read', async (tx) => {
        const name = await nameOf(tx, query);
        if (name === null) return null;
        const looked = look(visitor, request.ip, 'breach.exported', whomOf(query));
        await logAccess(tx, visitor, looked);
        return { name, ...(await readingOf(tx, visitor)).reading };
      });
      if (!found) return failWith(reply, notFound());
      const { name, ...reading } = found;
      const slices = slicesOf(
        visitor,
        'privacy.read',
        {},
        {
          ...reading,
          ...onlyOf(visitor, query),
          limit: sliceSize,
        },
      );
      const about: [string, string] = [textOf(subjectTexts[query.of]), name];
      return send(reply, 'datalek', slices, [about, ['from', query.from], ['until', query.until]]);
    },
  });

  /** A page in a transaction of its own: whoever reads slowly holds no connection. */
  async function* slicesOf(
    visitor: Visitor,
    permission: 'audit.read' | 'privacy.read',
    query: AuditQuery,
    reading: Parameters<typeof readLines>[2],
  ): AsyncGenerator<string> {
    // What comes in while it is written is of another file: also that it is written.
    const until = query.until ?? clock.now().toISOString();
    for (let cursor: string | undefined; ;) {
      const page = await asActor(visitor, permission, (tx) =>
        readLines(tx, { ...query, until, ...(cursor && { cursor }) }, reading),
      );
      yield linesAsCsv(page.lines);
      if (page.cursor === null) return;
      cursor = page.cursor;
    }
  }

  async function* withHead(
    slices: AsyncGenerator<string>,
    visitor: Visitor,
    asked: readonly [string, string][],
  ): AsyncGenerator<string> {
    yield headOf([
      [textOf('audit_csv_made'), clock.now().toISOString()],
      [textOf('audit_csv_by'), visitor.name],
      ...asked,
    ]);
    yield* slices;
  }

  function send(
    reply: FastifyReply,
    name: string,
    slices: AsyncGenerator<string>,
    asked: readonly [string, string][],
  ): FastifyReply {
    const day = clock.now().toISOString().slice(0, 10);
    void reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}-${day}.csv"`);
    return reply.send(Readable.from(withHead(slices, reply.request.visitor!, asked)));
  }
}

const subjectTexts = {
  holder: 'audit_subject_holder',
  member: 'audit_subject_member',
  municipality: 'audit_subject_municipality',
} satisfies Record<BreachQuery['of'], string>;

const onlyOf = ({ centreId }: Visitor, query: BreachQuery) => ({
  only: (sql: TransactionSql) => condition(sql, centreId, query),
  limit: mostOfBreach,
});

const whomOf = ({ of, id }: BreachQuery) => (of === 'municipality' ? null : id);
