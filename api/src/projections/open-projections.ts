// The projections of this process: kept up after every commit that it hears of, and once a second for those it does
// not; how far each is, for whoever watches over the installation.
import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { every, type Job } from '../every.ts';
import type { Log } from '../log.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import { eachApart } from '../set-aside.ts';
import { isPassing } from './errors.ts';
import { findBehind, idOf, keepUp, type Behind } from './keep-up.ts';
import type { Projection } from './projection.ts';

const roundMilliseconds = 1_000;
/** What is committed within it goes together: a burst of presses is a few batches and not one each. */
const gatherMilliseconds = 200;

type Parts = {
  background: Database;
  clock: Clock;
  log: Log;
  report: ReportTrouble;
  registry: Registry;
};

export function openProjections(
  { background: system, clock, log, report, registry }: Parts,
  projections: readonly Projection[],
) {
  const parts = { system, clock, log, report };
  let soon = () => {};
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

  const jobs: Job[] = [
    () => {
      const repeating = every(roundMilliseconds, 'projections', log, async () => {
        if (await keepAllUp(parts, projections, show)) soon();
      });
      soon = repeating.soon;
      return {
        ...repeating,
        async stop() {
          soon = () => {};
          if (gathering) clearTimeout(gathering);
          await repeating.stop();
        },
      };
    },
  ];

  return {
    jobs,
    /** Something was committed. Never throws, and does nothing by itself. */
    wake(): void {
      gathering ??= setTimeout(() => {
        gathering = null;
        soon();
      }, gatherMilliseconds);
    },
  };
}

/**
 * @param show What is behind, before it is kept up.
 * @returns whether one of them has more to do.
 */
export async function keepAllUp(
  parts: Omit<Parts, 'background' | 'registry'> & { system: Database },
  projections: readonly Projection[],
  show: (behind: readonly Behind[]) => void = () => {},
): Promise<boolean> {
  const behind = await findBehind(parts, projections);
  show(behind);
  let hasMore = false;
  await eachApart(parts, 'projection', behind, { idOf, endsRound: isPassing }, async (one) => {
    if (await keepUp(parts, one)) hasMore = true;
  });
  return hasMore;
}
