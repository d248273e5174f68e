// What a desk asks before it hears anything: its sound socket, and one room. That somebody listens is in
// the log before he gets the token.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { placed, placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { SoundPresence } from '@achterwacht/shared/listen-in/sound.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../../access/access-log.ts';
import type { AsActor } from '../../access/as-actor.ts';
import type { Authentication } from '../../access/authentication.ts';
import { whomOfAlarm } from '../../alarms/alarm-queries.ts';
import type { HandleCommand } from '../../alarms/commands/handle-command.ts';
import type { Clock } from '../../clock.ts';
import { notFound, refused, serve } from '../../http/server.ts';
import type { ListeningSessions } from './listening-sessions.ts';
import { readState } from './playback.ts';
import type { SoundTokens } from './tokens.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  handleCommand: HandleCommand;
  tokens: SoundTokens;
  clock: Clock;
  /** Null where there is no media-server: then no socket is opened either. */
  sessions: ListeningSessions | null;
};

export function serveListenIn(
  app: FastifyInstance,
  { authentication, asActor, handleCommand, tokens, sessions, clock }: Parts,
): void {
  serve(app, authentication, routes.listenInConnect, async ({ request }) => {
    const listener = randomUUID();
    // Asked once more for the log-in itself: a session that ends takes its listener along.
    const login = await authentication.whoIs(request.headers.cookie);
    if (login && sessions?.canOpen()) await sessions.opened(listener, login);
    return { token: await tokens.connect(listener), listener, sound: presenceOf(sessions) };
  });

  // Who may listen may make ready: what the token opens carries no sound until a join, and that is logged.
  serve(app, authentication, routes.alarmPrepareListenIn, ({ visitor, params, body }) =>
    asActor(visitor, 'alarm.listen', async (tx) => {
      const alarm = await readState(tx, params.alarmId);
      if (!alarm) return notFound();
      if (alarm.closed) return refused(refusal('gesloten'));
      if (!alarm.button.sound) return refused(refusal('knop-zonder-geluid'));
      const room = alarm.button.id;
      return { token: await tokens.prepare(body.listener, room), room };
    }),
  );

  serve(app, authentication, routes.alarmListenIn, async ({ visitor, params, body, request }) => {
    // Always a new id: the answer to a repeated one would be a token for somebody who may have stopped.
    const commandId = randomUUID();
    const [outcome, isOwn] = await Promise.all([
      handleCommand.forPerson(
        visitor,
        params.alarmId,
        body.claim
          ? { type: 'Claim', ...body.claim, listens: true, commandId }
          : { type: 'StartListening', commandId },
      ),
      sessions?.isOf(visitor, body.listener),
    ]);
    switch (outcome.status) {
      case 'not-found':
        return notFound();
      case 'refused':
        return refused(outcome.refusal);
      case 'accepted': {
        const { id: alarmId, centreId, version, button } = outcome.alarm;
        // Before the token, which is the look: beside the event, for whoever asks who heard whom.
        await asActor(visitor, 'alarm.listen', async (tx) =>
          logAccess(tx, visitor, {
            at: clock.now(),
            action: 'alarm.listen-in',
            object: alarmId,
            whom: await whomOfAlarm(tx, alarmId),
            result: 'listening',
            origin: request.ip,
          }),
        );
        const [room, right] = [button.id, { alarmId, version }];
        // Not waited for, and no loss when it fails: the token in the answer opens the same.
        if (isOwn) void sessions?.start(body.listener, room, right);
        return {
          // For a listener that is not his it opens nothing: nobody lets another's desk hear.
          token: await tokens.join(isOwn ? body.listener : randomUUID(), room, right),
          room,
          events: placed(placeOfAlarms(centreId), outcome.events),
        };
      }
    }
  });
}

function presenceOf(sessions: Parts['sessions']): SoundPresence {
  if (!sessions) return 'absent';
  return sessions.canOpen() ? 'here' : 'awaited';
}
