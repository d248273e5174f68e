// What is to happen outside, after its commit: carried out at least once, and shown.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import { createOutbox, type Handlers } from './outbox.ts';
import { serveOutbox } from './routes.ts';

const outboxMilliseconds = 1_000;

type Parts = {
  background: Database;
  clock: Clock;
  log: Logger;
  handlers: Handlers;
  handleCommand: HandleCommand;
  authentication: Authentication;
  asActor: AsActor;
};

export function openOutbox(parts: Parts) {
  const outbox = createOutbox({ ...parts, system: parts.background });
  return {
    routes: (http: FastifyInstance) => serveOutbox(http, parts),
    jobs: [
      // No items: a round begins attempts and waits for none, so that a gateway that swallows everything holds up
      // only its own kind. Each has its time, its attempts and its end in its row.
      ofRounds({ name: 'outbox', everyMilliseconds: outboxMilliseconds, round: outbox.round }),
    ],
    /** What is under way has come to its end. */
    close: outbox.settled,
  };
}
