// Compares this process's clock with the database's every second. A step of either moves no deadline
// (ours runs on); it is a fault that a person must see, because stamps and devices disagree from then on.
import type { Clock } from './clock.ts';
import type { Database } from './db/connect.ts';
import type { Log } from './log.ts';

export const clockWatchMilliseconds = 1_000;
/** BS 8484-like registration asks for a second; a database that answers slowly stays below it. */
const toleratedMilliseconds = 1_000;

export type ClockWatch = {
  look: () => Promise<void>;
  /** How far the database's clock is ahead of ours; negative when behind. */
  differenceMilliseconds: () => number;
  isOff: () => boolean;
};

export function createClockWatch(system: Database, clock: Clock, log: Log): ClockWatch {
  let difference = 0;
  let wasOff = false;
  const isOff = () => Math.abs(difference) > toleratedMilliseconds;
  return {
    isOff,
    differenceMilliseconds: () => difference,
    async look() {
      const asked = clock.now().getTime();
      const [row] = await system.sql<{ milliseconds: string }[]>`
        select extract(epoch from clock_timestamp()) * 1000 as milliseconds`;
      const answered = clock.now().getTime();
      difference = Math.round(Number(row!.milliseconds) - (asked + answered) / 2);
      if (isOff() !== wasOff) log.error({ differenceMilliseconds: difference }, 'clocks differ');
      wasOff = isOff();
    },
  };
}
