// The sheet that goes along with a button, as PDF. Beside the route table, because it is no JSON; who may and what is
// logged is asked all the same.
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { handOutPath } from '@achterwacht/shared/routes/loans.ts';
import { logAccess } from '../../access/access-log.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { describeFile } from '../../http/describe.ts';
import { admit, failWith, notFound } from '../../http/server.ts';
import { printDocument } from '../../print/print-document.ts';
import { readButton } from '../pool/read-button.ts';
import type { Parts } from '../parts.ts';
import { handOutOf, type HandOut } from './hand-out-of.ts';

const template = join(import.meta.dirname, 'hand-out.typ');
const params = z.object({ buttonId: z.uuid(), loanId: z.uuid() });

export function serveHandOut(app: FastifyInstance, parts: Parts & { origin: string }): void {
  app.route({
    method: 'GET',
    url: handOutPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: 'What whoever wears a button takes home, as PDF in Dutch; logged',
        access: 'loan.read',
        path: handOutPath,
        type: 'application/pdf',
      }),
      params,
    },
    preValidation: (request, reply) => admit(parts.authentication, 'loan.read', request, reply),
    handler: async (request, reply) => {
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const asked = request.params as z.infer<typeof params>;
      const sheet = await findSheet(parts, visitor, asked, request.ip);
      if (!sheet) return failWith(reply, notFound());
      const pdf = await printDocument(template, sheet);
      void reply
        .header('cache-control', 'no-store')
        .header('content-type', 'application/pdf')
        .header('content-disposition', 'attachment; filename="alarmknop.pdf"');
      return reply.send(pdf);
    },
  });
}

/** Null where there is nothing to print for him. Logged before it is printed: that may take a while. */
function findSheet(
  { asActor, keys, clock, origin }: Parts & { origin: string },
  visitor: Visitor,
  { buttonId, loanId }: z.infer<typeof params>,
  address: string,
): Promise<HandOut | null> {
  return asActor(visitor, 'loan.read', async (tx) => {
    const now = clock.now();
    const button = await readButton(tx, keys, buttonId, { now, role: visitor.role });
    const loan = button?.loans.find((one) => one.loanId === loanId);
    if (!button?.municipality || !loan) return null;
    const [place] = await tx.sql<Place[]>`
      select centres.name as centre, centres.phone as "centrePhone",
        state ->> 'dayAndNightPhone' as "municipalityPhone"
      from municipalities join centres on centres.id = municipalities.centre_id
      where municipalities.id = ${button.municipality.id}`;
    if (!place) return null;
    await logAccess(tx, visitor, {
      at: now,
      action: 'register.printed',
      object: buttonId,
      whom: loan.holder.id,
      result: 'done',
      origin: address,
    });
    return handOutOf({
      serial: button.serial,
      endsAt: loan.endsAt,
      municipality: button.municipality.name,
      ...place,
      address: new URL('/mijn-knop', origin).href,
    });
  });
}

type Place = { centre: string; centrePhone: string; municipalityPhone: string | null };
