// What somebody who wears a button reads of himself: his sheet, his button, his alarms that are over, and who looked.
// Whose it is follows from the log-in that asks and is in no question.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { notFound, serve } from '../../http/server.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { looksAt, readSheet } from '../person-queries.ts';
import { ownAlarms, ownButtons, ownPersonId } from './own-queries.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function serveOwn(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;

  /** Not found where nobody said yet who it is that logs in so. */
  const own = <Answer>(
    visitor: Visitor,
    read: (tx: Transaction, personId: string) => Promise<Answer | null>,
  ) =>
    asActor(visitor, 'own.read', async (tx) => {
      const personId = await ownPersonId(tx, visitor.id);
      return (personId && (await read(tx, personId))) || notFound();
    });

  serve(app, authentication, routes.ownSheet, ({ visitor }) =>
    own(visitor, (tx, personId) => readSheet(tx, keys, visitor, { personId, isOpened: true })),
  );
  serve(app, authentication, routes.ownButtons, ({ visitor }) =>
    own(visitor, (tx, personId) => ownButtons(tx, personId, clock.now())),
  );
  serve(app, authentication, routes.ownAlarms, ({ visitor, query }) =>
    own(visitor, (tx) => ownAlarms(tx, { ...query, now: clock.now() })),
  );
  serve(app, authentication, routes.ownLooks, ({ visitor, query }) =>
    own(visitor, (tx, personId) => looksAt(tx, { personId, ...query, visitor })),
  );
}
