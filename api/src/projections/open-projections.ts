// The projections of this process: kept up after every commit that it hears of, and once a second for those it does
// not; how far each is, for whoever watches over the installation.
import { Gauge, type Registry } from 'prom-client';
import { eachOnce } from '@achterwacht/shared/one-table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofItems } from '../jobs/item-job.ts';
import { createWake, type Job, type Wake } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import { isPassing } from './errors.ts';
import { findBehind, idOf, keepUp, type Behind } from './keep-up.ts';
import type { Projection } from './projection.ts';

const everyMilliseconds = 1_000;
/** One batch of events, in a transaction whose statements end in ten seconds each. */
const timeoutMilliseconds = 60_000;
/** What is committed within it goes together: a burst of presses is a few batches and not one each. */
const gatherMilliseconds = 200;

type Parts = {
  background: Database;
  clock: Clock;
  log: Logger;
  report: ReportTrouble;
  registry: Registry;
};

export function openProjections(
  { background: system, clock, log, report, registry }: Parts,
  given: readonly Projection[],
) {
  const projections = eachOnce('projections', given);
  const parts = { system, clock, log, report };
  const wake = createWake();
  let gathering: NodeJS.Timeout | null = null;
  const gauge = new Gauge({
    name: 'achterwacht_projection_behind',
    help: 'Numbers of the feeds that a projection had not seen when it was last looked at, all centres together',
    labelNames: ['name'],
    registers: [registry],
  });
  const show = (behind: readonly Behind[]) => {
    for (const { name } of projections) {
      const own = behind.filter(({ projection }) => projection.name === name);
      gauge.set(
        { name },
        own.reduce((sum, { numbers }) => sum + numbers, 0),
      );
    }
  };

  return {
    jobs: [projectionsJob(parts, projections, wake, show)],
    /** Something was committed. Never throws, and does nothing by itself. */
    wake(): void {
      gathering ??= setTimeout(() => {
        gathering = null;
        wake.soon();
      }, gatherMilliseconds);
    },
  };
}

/** @param show What is behind, before it is kept up. */
export function projectionsJob(
  parts: Omit<Parts, 'background' | 'registry'> & { system: Database },
  projections: readonly Projection[],
  wake: Wake,
  show: (behind: readonly Behind[]) => void = () => {},
): Job {
  return ofItems({
    name: 'projections',
    everyMilliseconds,
    timeoutMilliseconds,
    wake,
    aside: 'projection',
    idOf,
    endsRound: isPassing,
    async *items() {
      const behind = await findBehind(parts, projections);
      show(behind);
      yield behind;
    },
    async work(one) {
      // One that has more to do waits on, and comes again at once.
      const hasMore = await keepUp(parts, one);
      if (hasMore) wake.soon();
      return !hasMore;
    },
  });
}
