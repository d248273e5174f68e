// How this process is doing, for machines and people: the clocks compared, desks told of what fails, what is set aside
// told and, in the end, forgotten.
import type { Failing } from '@achterwacht/shared/feed.ts';
import type { FastifyInstance } from 'fastify';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import { forgetMilliseconds, forgetSetAside } from '../jobs/set-aside.ts';
import { createFailingParts, lookMilliseconds } from './failing-parts.ts';
import { clockWatchMilliseconds, createClockWatch } from './clock-watch.ts';
import { serveHealth, serveSetAside } from './health.ts';

type Asked = Pick<
  Parameters<typeof serveHealth>[1],
  | 'redisIsUp'
  | 'isRecordFailing'
  | 'pagesNobody'
  | 'metrics'
  | 'media'
  | 'readJobs'
  | 'origin'
  | 'monitoringToken'
>;
type Parts = Asked & {
  background: Database;
  clock: Clock;
  log: Logger;
  authentication: Authentication;
  report: ReportTrouble;
  centreIds: () => string[];
  /** To the desks of this process. */
  tellFailing: (centreId: string, list: Failing[]) => void;
};

export function openHealth(parts: Parts) {
  const { background: system, clock, log, report } = parts;
  const clockWatch = createClockWatch({ system, clock, wall: Date.now, report, log });
  const failing = createFailingParts({
    ...parts,
    system,
    clockWatch,
    tell: parts.tellFailing,
  });
  let isStopping = false;
  const jobs = [
    ofRounds({
      name: 'clock',
      everyMilliseconds: clockWatchMilliseconds,
      round: clockWatch.look,
    }),
    // A whole that is compared with what the desks were told.
    ofRounds({
      name: 'failing-parts',
      everyMilliseconds: lookMilliseconds,
      round: failing.look,
    }),
    // One statement, and what it takes away names nobody.
    ofRounds({
      name: 'set-aside',
      everyMilliseconds: forgetMilliseconds,
      round: () => forgetSetAside({ system, clock }),
    }),
  ];
  return {
    routes(http: FastifyInstance): void {
      serveHealth(http, { ...parts, system, clockWatch, isStopping: () => isStopping });
      serveSetAside(http, { ...parts, system });
    },
    jobs,
    /** Said first of all: nobody is to send anything here any more. */
    stopping(): void {
      isStopping = true;
    },
  };
}
