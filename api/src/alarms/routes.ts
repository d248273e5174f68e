// The alarm over HTTP: the board a desk starts from, one alarm's log and dossier, and commands.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { Failure, notFound, refused, serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readBoard, readDossier, readLog } from './alarm-queries.ts';
import type { HandleCommand } from './handle-command.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  handleCommand: HandleCommand;
  keys: KeyRing;
  clock: Clock;
};

export function serveAlarms(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, handleCommand, keys, clock } = parts;

  serve(app, authentication, routes.board, ({ visitor }) =>
    asActor(
      visitor,
      'board.read',
      (tx) => readBoard(tx, keys, visitor.centreId, clock.now()),
      'snapshot',
    ),
  );

  serve(app, authentication, routes.alarmLog, async ({ visitor, params }) => {
    const events = await asActor(visitor, 'alarm.read', (tx) => readLog(tx, keys, params.alarmId));
    return events ? { events } : notFound();
  });

  serve(app, authentication, routes.alarmCommand, async ({ visitor, params, body }) => {
    const outcome = await handleCommand.forPerson(visitor, params.alarmId, body);
    switch (outcome.status) {
      case 'not-found':
        return notFound();
      case 'refused':
        return refused(outcome.refusal);
      case 'accepted':
        return { alarm: outcome.alarm, events: outcome.events };
    }
  });

  serve(app, authentication, routes.alarmDossier, async ({ visitor, params, request }) =>
    asActor(visitor, 'alarm.dossier', async (tx) => {
      const dossier = await readDossier(tx, keys, params.alarmId);
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'alarm.dossier',
        object: params.alarmId,
        result: typeof dossier === 'string' ? dossier : 'shown',
        origin: request.ip,
      });
      if (dossier === 'not-found') return notFound();
      if (dossier === 'not-claimed') return new Failure(409, 'geen-eigenaar');
      return dossier;
    }),
  );
}
