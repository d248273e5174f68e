// Incident files as documents to take along: one printed, or all of them as a table. Beside the route table,
// because what they answer is no JSON; who may and what is logged is asked all the same.
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  incidentExportPath,
  incidentExportQuery,
  incidentReportPath,
} from '@achterwacht/shared/routes/incidents.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import { describeFile } from '../../http/describe.ts';
import { admit, failWith, notFound } from '../../http/server.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { incidentsAsCsv } from './incidents-as-csv.ts';
import { logView, readAll, readIncident, readPlace } from '../incidents/incident-queries.ts';
import { printReport } from './print-report.ts';
import { reportOf, type Report } from './report-of.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

const reportParams = z.object({ incidentId: z.uuid() });

export function serveIncidentDocuments(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;

  app.route({
    method: 'GET',
    url: incidentExportPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: "All incident files in the asker's circles, as CSV; logged with each of them",
        access: 'incident.export',
        path: incidentExportPath,
        type: 'text/csv',
      }),
      querystring: incidentExportQuery,
    },
    preValidation: (request, reply) => admit(authentication, 'incident.export', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const { variant, from, to } = request.query as z.infer<typeof incidentExportQuery>;
      const now = clock.now();
      const csv = await asActor(visitor, 'incident.export', async (tx) => {
        const incidents = await readAll(tx, keys, { from, to });
        for (const { id } of incidents)
          await logView(tx, { visitor, incidentId: id, now }, 'exported', request.ip);
        return incidentsAsCsv(incidents, variant);
      });
      const name = `meldingen-${now.toISOString().slice(0, 10)}.csv`;
      void reply
        .header('cache-control', 'no-store')
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`);
      return reply.send(csv);
    },
  });

  app.route({
    method: 'GET',
    url: incidentReportPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: 'One incident file as PDF, in Dutch; logged',
        access: 'incident.read',
        path: incidentReportPath,
        type: 'application/pdf',
      }),
      params: reportParams,
    },
    preValidation: (request, reply) => admit(authentication, 'incident.read', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const { incidentId } = request.params as z.infer<typeof reportParams>;
      const found = await findReport(parts, visitor, incidentId, request.ip);
      if (!found) return failWith(reply, notFound());
      const pdf = await printReport(found.report);
      void reply
        .header('cache-control', 'no-store')
        .header('content-type', 'application/pdf')
        .header('content-disposition', `attachment; filename="melding-${found.number}.pdf"`);
      return reply.send(pdf);
    },
  });
}

/** Null where there is nothing to print for him. Logged before it is printed: that may take a while. */
function findReport(
  { asActor, keys, clock }: Parts,
  visitor: Visitor,
  incidentId: string,
  origin: string,
): Promise<{ report: Report; number: number } | null> {
  return asActor(visitor, 'incident.read', async (tx) => {
    const incident = await readIncident(tx, keys, incidentId);
    if (!incident) return null;
    const now = clock.now();
    await logView(tx, { visitor, incidentId, now }, 'printed', origin);
    const place = await readPlace(tx, visitor);
    const report = reportOf({ incident, ...place, by: visitor.name, now });
    return { report, number: incident.facts.alarmNumber };
  });
}
