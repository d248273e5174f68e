// The register as a table to take along: what is lent to whom until when. No word, place, threat, contact or instruction
// of anybody stands in it; whoever takes it says why, and that is kept.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import type { ButtonSummary } from '@achterwacht/shared/routes/buttons.ts';
import { registerExportPath, registerExportQuery } from '@achterwacht/shared/routes/loans.ts';
import { logAccess } from '../../access/access-log.ts';
import { csvOf } from '../../http/csv.ts';
import { describeFile } from '../../http/describe.ts';
import { admit } from '../../http/server.ts';
import { textOf } from '../../http/texts.ts';
import { listButtons } from './read-buttons.ts';
import type { Parts } from '../parts.ts';

type Variant = z.infer<typeof registerExportQuery>['variant'];

export function serveRegisterExport(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, clock } = parts;
  app.route({
    method: 'GET',
    url: registerExportPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: 'The buttons in reach and who wears them, as CSV; logged with the reason',
        access: 'register.export',
        path: registerExportPath,
        type: 'text/csv',
      }),
      querystring: registerExportQuery,
    },
    preValidation: (request, reply) => admit(authentication, 'register.export', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const { reason, variant } = request.query as z.infer<typeof registerExportQuery>;
      const now = clock.now();
      await asActor(visitor, 'register.export', (tx) =>
        logAccess(tx, visitor, {
          at: now,
          action: 'register.exported',
          object: 'buttons',
          whom: null,
          result: `because ${reason}`,
          origin: request.ip,
        }),
      );
      /** A page in a transaction of its own: whoever reads slowly holds no connection. */
      async function* pages(): AsyncGenerator<string> {
        yield csvOf([headOf(variant)], variant);
        for (let cursor: string | undefined; ;) {
          const { buttons, next } = await asActor(visitor, 'register.export', (tx) =>
            listButtons(tx, { cursor }, { now, role: visitor.role, where: 'opened' }),
          );
          const rows = buttons.map((button) => rowOf(button, variant));
          if (rows.length > 0) yield csvOf(rows, variant, { isFirst: false });
          if (next === null) return;
          cursor = next;
        }
      }
      const name = `knoppen-${now.toISOString().slice(0, 10)}.csv`;
      void reply
        .header('cache-control', 'no-store')
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`);
      return reply.send(Readable.from(pages()));
    },
  });
}

/** As programs know them, and as people read them. */
const columns = {
  serial: 'button_column_serial',
  model: 'button_column_model',
  status: 'button_column_status',
  municipality: 'button_column_municipality',
  firmware: 'button_column_firmware',
  sim: 'button_column_sim',
  last_contact: 'button_column_last_contact',
  last_test: 'button_column_last_test',
  holder: 'button_column_holder',
  function: 'button_column_function',
  since: 'button_column_since',
  until: 'button_column_until',
} as const;

const headOf = (variant: Variant) =>
  variant === 'dutch' ? Object.values(columns).map((name) => textOf(name)) : Object.keys(columns);

function rowOf(button: ButtonSummary, variant: Variant): string[] {
  const { loan } = button;
  const moment = (at: string | null | undefined) =>
    at ? (variant === 'dutch' ? dutch.format(new Date(at)) : at) : '';
  return [
    button.serial,
    button.model,
    variant === 'dutch'
      ? textOf(`button_status_${button.status.replaceAll('-', '_')}`)
      : button.status,
    button.municipality?.name ?? '',
    button.firmware ?? '',
    button.sim ?? '',
    moment(button.lastContactAt),
    moment(button.heard?.at),
    loan?.holder?.name ?? '',
    loan?.holder?.function ?? '',
    moment(loan?.startsAt),
    moment(loan?.endsAt),
  ];
}

const dutch = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'short',
});
