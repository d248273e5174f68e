// The alarms: what a message joins or raises, what is raised by hand, and what is asked about them.
import type { FastifyInstance } from 'fastify';
import { createAsActor, type AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { FaultPoint } from '../fault-points.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { contentErasers } from './erasing/content-erasers.ts';
import { createRaiseByHand } from './by-hand/by-hand.ts';
import type { Announce } from '../announce.ts';
import type { HandleCommand } from './commands/handle-command.ts';
import { createRaiseBare, createRaiseBeside } from './press/last-resort.ts';
import { createToAlarm } from './press/to-alarm.ts';
import { createReachAlarm } from './commands/reach-deadlines.ts';
import { serveAlarms } from './routes.ts';

type Parts = {
  press: Database;
  byHand: Database;
  portal: Database;
  background: Database;
  keys: KeyRing;
  keysFolder: string;
  clock: Clock;
  faultPoint: FaultPoint;
  announce: Announce;
  handleCommand: HandleCommand;
  authentication: Authentication;
  asActor: AsActor;
};

export function openAlarms(parts: Parts) {
  const { press, byHand, portal, background, keys, clock, announce } = parts;
  const raiseBare = createRaiseBare({ system: background, keys, clock });
  const raiseBeside = createRaiseBeside({ system: background, keys, clock, raiseBare, announce });
  const asRaiser = createAsActor(byHand, portal);
  const raiseByHand = createRaiseByHand({ asActor: asRaiser, keys, clock, announce });
  return {
    /** Of a press as it comes in. */
    pressToAlarm: createToAlarm({ ...parts, system: press }),
    /** Of whatever is taken up again, or said by a part of our own: it holds up no press. */
    toAlarm: createToAlarm({ ...parts, system: background }),
    raiseBare,
    reachDue: { alarm: createReachAlarm({ handleCommand: parts.handleCommand, raiseBeside }) },
    erasers: contentErasers({ ...parts, system: background }),
    routes: (http: FastifyInstance) => serveAlarms(http, { ...parts, raiseByHand }),
  };
}
