// Compares this process's clock every second with the database's and with the machine's own, from which
// it was set at the start. A step of either moves no deadline (ours runs on); it is a fault that a person
// must see, because stamps, devices and other machines disagree from then on.
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { ReportTrouble } from '../messages/own-parts.ts';
import type { Logger } from '../logger.ts';

export const clockWatchMilliseconds = 1_000;
/** BS 8484-like registration asks for a second. */
const toleratedMilliseconds = 1_000;
/** Back within this it counts as set right: a difference around the limit is not one fault a second. */
const rightMilliseconds = 500;

export type ClockWatch = {
  look: () => Promise<void>;
  /** How far the others are ahead of ours, negative when behind; the worse of the two. */
  differenceMilliseconds: () => number;
  isOff: () => boolean;
};

type Parts = {
  system: Database;
  clock: Clock;
  /** The machine's clock, which somebody can set. */
  wall: () => number;
  report: ReportTrouble;
  log: Logger;
};

export function createClockWatch({ system, clock, wall, report, log }: Parts): ClockWatch {
  let difference = 0;
  /** The difference that people were told of; zero when all is well. */
  let reported = 0;
  const isOff = () => Math.abs(difference) > toleratedMilliseconds;
  return {
    isOff,
    differenceMilliseconds: () => difference,
    async look() {
      const ofMachine = wall() - clock.now().getTime();
      // The machine's first: a database that is away must not hide it.
      difference = Math.round(ofMachine);
      const ofDatabase = await databaseDifference(system, clock);
      difference = Math.round(worse(ofMachine, ofDatabase));
      if (reported !== 0 && Math.abs(difference) < rightMilliseconds) {
        log.info({ differenceMilliseconds: difference }, 'clocks agree again');
        reported = 0;
      }
      if (!isOff() || Math.abs(difference - reported) <= toleratedMilliseconds) return;
      log.error({ differenceMilliseconds: difference }, 'clocks differ');
      await report('clock', { warning: 'clock-off', text: `clocks differ by ${difference} ms` });
      // After it is durable: a report that failed is made again in a second.
      reported = difference;
    },
  };
}

/**
 * How far the database's clock is surely off: an answer that took long says when it was given only as
 * well as half of that, and a slow database is not a stepped clock.
 */
async function databaseDifference(system: Database, clock: Clock): Promise<number> {
  const asked = clock.now().getTime();
  const [row] = await system.sql<{ milliseconds: string }[]>`
    select extract(epoch from clock_timestamp()) * 1000 as milliseconds`;
  const answered = clock.now().getTime();
  const seen = Number(row!.milliseconds) - (asked + answered) / 2;
  return Math.sign(seen) * Math.max(0, Math.abs(seen) - (answered - asked) / 2);
}

function worse(one: number, other: number): number {
  return Math.abs(other) > Math.abs(one) ? other : one;
}
