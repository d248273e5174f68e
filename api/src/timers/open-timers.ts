// What acts by itself when its moment comes: the sweep, which alone would be enough, and the wake-ups, which only make
// it punctual.
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { RedisAddress } from '../config.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';
import { leasesJob, type Leases } from './leases.ts';
import { deadlinesJob, type ReachDue } from './sweep.ts';
import { openWakeUps } from './wake-ups.ts';

type Parts = {
  background: Database;
  clock: Clock;
  log: Logger;
  redis: RedisAddress;
  handleCommand: HandleCommand;
  presence: Leases;
  reachDue: ReachDue;
};

export function openTimers(parts: Parts) {
  const { background: system } = parts;
  const wakeUps = openWakeUps(parts);
  return {
    jobs: [deadlinesJob({ ...parts, system, arm: wakeUps.arm }), leasesJob(parts)],
    close: wakeUps.close,
  };
}
