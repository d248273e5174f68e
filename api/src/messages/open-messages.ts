// What came in: kept, taken in, taken up again where it was not decided, counted where it is not kept.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Announce } from '../announce.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { createWake, ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { RaiseBare, ToAlarm } from './handled.ts';
import { AcceptedLimits } from './limits/accepted-limits.ts';
import { RefusedLimits } from './limits/refused-limits.ts';
import { ForeignCounts } from './limits/foreign-counts.ts';
import { reportCounted } from './report-counted.ts';
import { reportForeign } from './report-foreign.ts';
import { serveSignals } from './list-signals.ts';
import { createReportTrouble } from './own-parts.ts';
import { createRecordAlone } from './record/record-alone.ts';
import { strayMessageEraser } from './record/erase-stray.ts';
import { recoveryJob } from './recover-messages.ts';
import { createTakeIn } from './take-in.ts';

const reportCountedMilliseconds = 1_000;

type Parts = {
  record: Database;
  background: Database;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  /** Of a press as it comes in, and of whatever else becomes an alarm. */
  pressToAlarm: ToAlarm;
  toAlarm: ToAlarm;
  raiseBare: RaiseBare;
  announce: Announce;
  authentication: Authentication;
  asActor: AsActor;
};

export type Messages = ReturnType<typeof openMessages>;

export function openMessages(parts: Parts) {
  const { keys, clock, log } = parts;
  const system = parts.background;
  const recordAlone = createRecordAlone(parts.record, keys);
  const refused = new RefusedLimits();
  const foreign = new ForeignCounts(randomUUID);
  const recovery = createWake();

  const jobs = [
    recoveryJob({ ...parts, system }, recovery),
    // In memory of this process: what it counted is taken out whole, and put back where it cannot be written down.
    ofRounds({
      name: 'counted',
      everyMilliseconds: reportCountedMilliseconds,
      async round() {
        if ((await reportCounted({ system, keys, refused }, clock.now())) > 0) recovery.soon();
        await reportForeign({ system, keys, foreign }, clock.now());
      },
    }),
  ];
  return {
    recordAlone,
    erasers: { 'stray-messages': strayMessageEraser },
    takeIn: createTakeIn({ recordAlone, toAlarm: parts.pressToAlarm, log }),
    limits: { accepted: new AcceptedLimits(), refused, foreign },
    /** Something was kept that need not wait for the next round. */
    recoverSoon: recovery.soon,
    report: createReportTrouble({ ...parts, system }),
    routes: (http: FastifyInstance) => serveSignals(http, parts),
    jobs,
    /** What was only counted is told before nobody remembers it. */
    async close(): Promise<void> {
      await reportCounted({ system, keys, refused }, clock.now(), true).catch(() => {});
      await reportForeign({ system, keys, foreign }, clock.now(), true).catch(() => {});
    },
  };
}
