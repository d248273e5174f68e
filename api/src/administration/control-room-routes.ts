// The numbers of control rooms over HTTP: read, and called. Whoever may call one may set nothing else of his centre, so
// the call is written down by the program, signed with who made it.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { Failure, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeSetting } from '../settings/change-setting.ts';
import { readNumbers } from '../settings/read-line-tests.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
};

export function serveControlRooms(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, accounts, keys, clock } = parts;
  const numbers = (visitor: Visitor) =>
    asActor(visitor, 'line.test', (tx) =>
      readNumbers(tx, keys, { centreId: visitor.centreId, now: clock.now() }),
    );

  serve(app, authentication, routes.controlRooms, ({ visitor }) => numbers(visitor));

  serve(app, authentication, routes.lineTest, async ({ visitor, body }) => {
    const { type, id, name, role, centreId } = visitor;
    const command = {
      type: 'RecordLineTest',
      ...body,
      note: body.note === '' ? null : body.note,
    } as const;
    const refused = await withKeysMade(keys, () =>
      accounts.transaction((tx) =>
        changeSetting(parts, tx, {
          centreId,
          kind: 'control-rooms',
          command,
          actor: { type, id, name, role },
        }),
      ),
    );
    return refused ? new Failure(409, refused.code, refused.details) : numbers(visitor);
  });
}
