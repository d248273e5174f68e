// Every two seconds: whose desk has been silent for as long as a lease lasts, owns, hears and calls no more.
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job } from '../jobs/job.ts';

const everyMilliseconds = 2_000;
const timeoutMilliseconds = 30_000;
const atOnce = 8;

type Lease = { alarmId: string; userId: string };

/** What is asked of whoever keeps the desks' leases. */
export type Leases = {
  /** False while nobody's lease says anything. */
  mayHaveLeft: (now: Date) => boolean;
  lostOwners: (now: Date) => Promise<Lease[]>;
  lostListeners: (now: Date) => Promise<Lease[]>;
  lostCallers: (now: Date) => Promise<Lease[]>;
};

type Parts = {
  clock: Clock;
  handleCommand: HandleCommand;
  presence: Leases;
};

const commandOf = { owner: 'OwnerLost', listener: 'ListenerLost', caller: 'CallerLost' } as const;

export function leasesJob({ clock, handleCommand, presence }: Parts): Job {
  const lost = (what: keyof typeof commandOf, leases: Lease[]) =>
    leases.map((lease) => ({ ...lease, what }));
  return ofItems({
    name: 'leases',
    everyMilliseconds,
    timeoutMilliseconds,
    aside: 'lease',
    idOf: ({ alarmId, userId }) => `${alarmId}/${userId}`,
    atOnce,
    async *items() {
      const now = clock.now();
      if (!presence.mayHaveLeft(now)) return;
      yield lost('owner', await presence.lostOwners(now));
      // Afterwards: an owner who is gone has stopped listening by the same event.
      yield lost('listener', await presence.lostListeners(now));
      yield lost('caller', await presence.lostCallers(now));
    },
    work: ({ alarmId, userId, what }) =>
      handleCommand.forSystem({ part: 'presence' }, alarmId, { type: commandOf[what], userId }),
  });
}
