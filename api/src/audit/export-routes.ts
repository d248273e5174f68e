// The audit and the list after a breach as CSV, for as long as they are: page by page while the reader takes them, so that
// neither the loop nor a connection waits for him. In the log, with what was asked, before the first byte leaves.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type * as z from 'zod';
import {
  auditExportPath,
  auditExportQuery,
  breachExportPath,
  breachQuery,
  type AuditQuery,
  type BreachQuery,
} from '@achterwacht/shared/routes/audit.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { describeFile } from '../http/describe.ts';
import { admit, failWith, notFound } from '../http/server.ts';
import { textOf } from '../http/texts.ts';
import { cutOff, headOf, linesAsCsv } from './lines-as-csv.ts';
import { lookOf, whomOf } from './looked.ts';
import { nameOf, onlyOf } from './read-breach.ts';
import { readLines, type Reading } from './read-lines.ts';

export type ReadingOf = (tx: Transaction, visitor: Visitor) => Promise<Omit<Reading, 'limit'>>;

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  readingOf: ReadingOf;
};

/** Read and written in one go: a few milliseconds of the loop. */
const sliceSize = 500;
/** Of one file: more than a spreadsheet opens well. Whoever needs more asks for a shorter time. */
export const mostLines = 250_000;

type Asked = readonly (readonly [string, string])[];
type Slices = { visitor: Visitor; permission: 'audit.read' | 'privacy.read'; query: AuditQuery };

export function serveAuditExports(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, clock, readingOf } = parts;

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
      const asked: Asked = Object.entries(query);
      const reading = await asActor(visitor, 'audit.read', async (tx) => {
        const whom = query.whom ?? null;
        const looked = {
          at: clock.now(),
          origin: request.ip,
          action: 'audit.exported',
          whom,
        } as const;
        await logAccess(tx, visitor, lookOf(looked, asked));
        return readingOf(tx, visitor);
      });
      const slices = slicesOf({ visitor, permission: 'audit.read', query }, reading);
      return send(reply, 'controle', withHead(asked, visitor, slices));
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
        const whom = whomOf(query);
        const looked = {
          at: clock.now(),
          origin: request.ip,
          action: 'breach.exported',
          whom,
        } as const;
        await logAccess(tx, visitor, lookOf(looked, Object.entries(query)));
        return { name, reading: await readingOf(tx, visitor) };
      });
      if (!found) return failWith(reply, notFound());
      const only = onlyOf(visitor, query);
      const slices = slicesOf(
        { visitor, permission: 'privacy.read', query: {} },
        { ...found.reading, only },
      );
      const asked: Asked = [
        [textOf(subjectTexts[query.of]), found.name],
        ['from', query.from],
        ['until', query.until],
      ];
      return send(reply, 'datalek', withHead(asked, visitor, slices));
    },
  });

  /** A page in a transaction of its own: whoever reads slowly holds no connection. */
  async function* slicesOf(
    { visitor, permission, query }: Slices,
    reading: Omit<Reading, 'limit'>,
  ): AsyncGenerator<string> {
    // What comes in while it is written is of another file: also that it is written.
    const until = query.until ?? clock.now().toISOString();
    let written = 0;
    for (let cursor: string | undefined; ;) {
      const page = await asActor(visitor, permission, (tx) =>
        readLines(tx, { ...query, until, cursor }, { ...reading, limit: sliceSize }),
      );
      yield linesAsCsv(page.lines);
      written += page.lines.length;
      if (page.cursor === null) return;
      if (written >= mostLines) {
        yield cutOff(written);
        return;
      }
      cursor = page.cursor;
    }
  }

  async function* withHead(
    asked: Asked,
    { name }: Visitor,
    slices: AsyncGenerator<string>,
  ): AsyncGenerator<string> {
    yield headOf([
      [textOf('audit_csv_made'), clock.now().toISOString()],
      [textOf('audit_csv_by'), name],
      ...asked,
    ]);
    yield* slices;
  }

  function send(reply: FastifyReply, name: string, file: AsyncGenerator<string>): FastifyReply {
    const day = clock.now().toISOString().slice(0, 10);
    void reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}-${day}.csv"`);
    return reply.send(Readable.from(file));
  }
}

const subjectTexts = {
  holder: 'audit_subject_holder',
  member: 'audit_subject_member',
  municipality: 'audit_subject_municipality',
} satisfies Record<BreachQuery['of'], string>;
