// What a desk asks before it hears anything: its sound socket, and one room. That somebody listens is in
// the log before he gets the token.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes.ts';
import type { Authentication } from '../access/authentication.ts';
import type { HandleCommand } from '../alarms/handle-command.ts';
import { notFound, refused, serve } from '../http/server.ts';
import type { ListeningSessions } from './listening-sessions.ts';
import type { SoundTokens } from './tokens.ts';

type Parts = {
  authentication: Authentication;
  handleCommand: HandleCommand;
  tokens: SoundTokens;
  sessions: ListeningSessions;
};

export function serveListenIn(
  app: FastifyInstance,
  { authentication, handleCommand, tokens, sessions }: Parts,
): void {
  serve(app, authentication, routes.listenInConnect, async ({ request }) => {
    const listener = randomUUID();
    // Asked once more for the log-in itself: a session that ends takes its listener along.
    const login = await authentication.whoIs(request.headers.cookie);
    if (login) sessions.opened(listener, login);
    return { token: await tokens.connect(listener), listener };
  });

  serve(app, authentication, routes.alarmListenIn, async ({ visitor, params, body }) => {
    // Always a new id: the answer to a repeated one would be a token for somebody who may have stopped.
    const commandId = randomUUID();
    const outcome = await handleCommand.forPerson(
      visitor,
      params.alarmId,
      body.claim
        ? { type: 'Claim', ...body.claim, listens: true, commandId }
        : { type: 'StartListening', commandId },
    );
    switch (outcome.status) {
      case 'not-found':
        return notFound();
      case 'refused':
        return refused(outcome.refusal);
      case 'accepted': {
        const room = outcome.alarm.button.id;
        return {
          token: await tokens.join(body.listener, room),
          room,
          events: outcome.events,
        };
      }
    }
  });
}
