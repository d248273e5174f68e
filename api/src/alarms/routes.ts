// The alarm over HTTP: the board a desk starts from, one alarm's log and dossier, and commands.
import type { FastifyInstance } from 'fastify';
import { placed, placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { Failure, notFound, refused, serve } from '../http/server.ts';
import { findWearers, type createRaiseByHand } from './by-hand/by-hand.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readBoard, readDossier, readLines, whomOfAlarm } from './alarm-queries.ts';
import { readEarlier } from './earlier/read-earlier.ts';
import { searchDesk } from './search/search-desk.ts';
import type { HandleCommand, Outcome } from './commands/handle-command.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  handleCommand: HandleCommand;
  raiseByHand: ReturnType<typeof createRaiseByHand>;
  keys: KeyRing;
  clock: Clock;
};

export function serveAlarms(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, handleCommand, raiseByHand, keys, clock } = parts;

  serve(app, authentication, routes.board, ({ visitor }) =>
    asActor(
      visitor,
      'board.read',
      (tx) => readBoard(tx, keys, visitor.centreId, clock.now()),
      'snapshot',
    ),
  );

  serve(app, authentication, routes.alarmLog, async ({ visitor, params, request }) => {
    const log = await asActor(visitor, 'alarm.read', async (tx) => {
      const lines = await readLines(tx, keys, params.alarmId);
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'alarm.log',
        object: params.alarmId,
        whom: await whomOfAlarm(tx, params.alarmId),
        ...(lines ? { result: 'shown' } : { outcome: 'refused', result: 'not-found' }),
        origin: request.ip,
      });
      return lines;
    });
    return log ? { events: log } : notFound();
  });

  serve(app, authentication, routes.alarmRaise, async ({ visitor, body }) =>
    answerOf(await raiseByHand(visitor, body)),
  );

  serve(app, authentication, routes.wearers, ({ visitor, query, request }) =>
    asActor(visitor, 'alarm.command', async (tx) => {
      const wearers = await findWearers(tx, query.search, clock.now());
      const shown = wearers.map(({ holderId }) => holderId);
      await logSearch(tx, visitor, { object: 'wearers', shown, origin: request.ip });
      return { wearers };
    }),
  );

  serve(app, authentication, routes.deskSearch, ({ visitor, query, request }) =>
    asActor(visitor, 'alarm.command', async (tx) => {
      const found = await searchDesk(tx, query.search, clock.now());
      const shown = found.persons.map(({ holderId }) => holderId);
      await logSearch(tx, visitor, { object: 'desk', shown, origin: request.ip });
      return found;
    }),
  );

  /** A line for each who was shown, or one that there was nobody. */
  function logSearch(
    tx: Transaction,
    visitor: Visitor,
    { object, shown, origin }: { object: string; shown: readonly string[]; origin: string },
  ): Promise<void> {
    const whoms = shown.length > 0 ? [...new Set(shown)] : [null];
    const looks = whoms.map((whom) => ({
      at: clock.now(),
      action: 'register.searched' as const,
      object,
      whom,
      result: whom ? ('shown' as const) : ('nobody' as const),
      origin,
    }));
    return logAccess(tx, visitor, looks);
  }

  serve(app, authentication, routes.alarmCommand, async ({ visitor, params, body }) => {
    return answerOf(await handleCommand.forPerson(visitor, params.alarmId, body));
  });

  serve(app, authentication, routes.alarmDossier, async ({ visitor, params, request }) =>
    asActor(visitor, 'alarm.dossier', async (tx) => {
      const dossier = await readDossier(tx, keys, params.alarmId);
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'alarm.dossier',
        object: params.alarmId,
        whom: await whomOfAlarm(tx, params.alarmId),
        ...(typeof dossier === 'string'
          ? { outcome: 'refused', result: dossier }
          : { result: 'shown' }),
        origin: request.ip,
      });
      if (dossier === 'not-found') return notFound();
      if (dossier === 'not-claimed') return new Failure(409, 'geen-eigenaar');
      return dossier;
    }),
  );

  serve(app, authentication, routes.alarmEarlier, async ({ visitor, params, request }) =>
    asActor(visitor, 'alarm.dossier', async (tx) => {
      const earlier = await readEarlier(tx, keys, params.alarmId);
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'alarm.earlier',
        object: params.alarmId,
        whom: await whomOfAlarm(tx, params.alarmId),
        ...(typeof earlier === 'string'
          ? { outcome: 'refused', result: earlier }
          : { result: 'shown' }),
        origin: request.ip,
      });
      if (earlier === 'not-found') return notFound();
      if (earlier === 'not-claimed') return new Failure(409, 'geen-eigenaar');
      return earlier;
    }),
  );
}

function answerOf(outcome: Outcome) {
  switch (outcome.status) {
    case 'not-found':
      return notFound();
    case 'refused':
      return refused(outcome.refusal);
    case 'accepted': {
      const { alarm, events } = outcome;
      return { alarm, events: placed(placeOfAlarms(alarm.centreId), events) };
    }
  }
}
