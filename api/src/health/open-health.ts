// How this process is doing, for machines and people: the clocks compared, what is set aside told and, in the end,
// forgotten.
import type { FastifyInstance } from 'fastify';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import { forgetMilliseconds, forgetSetAside } from '../jobs/set-aside.ts';
import { clockWatchMilliseconds, createClockWatch } from './clock-watch.ts';
import { serveHealth, serveSetAside } from './health.ts';

type Asked = Pick<
  Parameters<typeof serveHealth>[1],
  'redisIsUp' | 'isRecordFailing' | 'pagesNobody' | 'metrics' | 'media' | 'readJobs'
>;
type Parts = Asked & {
  background: Database;
  clock: Clock;
  log: Logger;
  authentication: Authentication;
  report: ReportTrouble;
};

export function openHealth(parts: Parts) {
  const { background: system, clock, log, report } = parts;
  const clockWatch = createClockWatch({ system, clock, wall: Date.now, report, log });
  let isStopping = false;
  const jobs = [
    ofRounds({
      name: 'clock',
      everyMilliseconds: clockWatchMilliseconds,
      round: clockWatch.look,
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
