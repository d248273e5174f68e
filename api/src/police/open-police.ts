// The police: who shares a link with them, and the page that it opens. A device of theirs asks and commands in rights
// of its own, over connections that no desk uses.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import { createAsVisitorOfLink } from '../access/as-visitor-of-link.ts';
import type { Authentication } from '../access/authentication.ts';
import { createLinkCommandHandler, type HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Announce } from '../announce.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import { createPoliceWebhook } from './notices/police-webhook.ts';
import { createAdmitDevice } from './page/admit-device.ts';
import { servePolice } from './page/routes.ts';

type Parts = {
  police: Database;
  background: Database;
  keys: KeyRing;
  clock: Clock;
  authentication: Authentication;
  asActor: AsActor;
  handleCommand: HandleCommand;
  announce: Announce;
  settings: Pick<Settings, 'settingOf'>;
  origin: string;
};

export function openPolice(parts: Parts) {
  const asVisitorOfLink = createAsVisitorOfLink(parts.police);
  const handleLinkCommand = createLinkCommandHandler({ ...parts, asVisitorOfLink });
  return {
    routes: (http: FastifyInstance) =>
      servePolice(http, { ...parts, asVisitorOfLink, handleLinkCommand }),
    admitDevice: createAdmitDevice({ ...parts, asVisitorOfLink }),
    handlers: { 'police-webhook': createPoliceWebhook({ ...parts, system: parts.background }) },
  };
}
