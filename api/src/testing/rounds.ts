// One round of a job, as the program does it every few seconds: a test moves the clock and says when.
import { createWake, type Job, type JobParts } from '../jobs/job.ts';
import { lostPressesJob } from '../listen-in/facts/lost-presses.ts';
import { soundErasers } from '../listen-in/facts/retention.ts';
import type { Presence } from '../live/desks/presence.ts';
import { recoveryJob } from '../messages/recover-messages.ts';
import { projectionsJob } from '../projections/open-projections.ts';
import { leasesJob } from '../timers/leases.ts';
import { deadlinesJob, type Due } from '../timers/sweep.ts';

/** Resolves with what it found and handled. @throws where it fails as a whole. */
export async function roundOf(
  job: Job,
  { system, clock, log }: JobParts,
): Promise<{ found: number; done: number; failed: number }> {
  const seen = { found: 0, done: 0, failed: 0 };
  const progress = {
    found: (items: number) => void (seen.found += items),
    done: () => void (seen.done += 1),
    failed: () => void (seen.failed += 1),
    good: () => {},
  };
  await job.round({ system, clock, log }, progress, new AbortController().signal);
  return seen;
}

/** Resolves with how many messages were taken. */
export async function recoverMessages(
  parts: Omit<Parameters<typeof recoveryJob>[0], 'clock'>,
  now: Date,
): Promise<number> {
  const timed = { ...parts, clock: { now: () => now } };
  return (await roundOf(recoveryJob(timed, createWake()), timed)).found;
}

/** Resolves with how many were raised. */
export async function raiseLostPresses(
  parts: Omit<Parameters<typeof lostPressesJob>[0], 'onLostPress'> & JobParts,
): Promise<number> {
  let raised = 0;
  await roundOf(lostPressesJob({ ...parts, onLostPress: () => (raised += 1) }), parts);
  return raised;
}

/** Where the media-server has come; resolves with how many recordings were erased. */
export async function eraseOldSound({
  control,
  ...parts
}: Parameters<typeof soundErasers>[0] & JobParts): Promise<number> {
  const erasers = soundErasers({
    ...parts,
    control: control && { ...control, hasCome: () => true },
  });
  let erased = 0;
  for (const name of ['harmless-sound', 'real-sound'] as const) {
    const job = erasers[name](name, { background: parts.system, clock: parts.clock });
    erased += (await roundOf(job, parts)).done;
  }
  return erased;
}

type SweepParts = JobParts &
  Omit<Parameters<typeof leasesJob>[0], 'presence'> &
  Parameters<typeof deadlinesJob>[0] & { presence: Presence };

/** Resolves with how many deadlines were handed on. */
export async function sweep(parts: SweepParts): Promise<number> {
  let reached = 0;
  const counted =
    <Reach extends (due: Due[]) => Promise<void>>(reach: Reach) =>
    (due: Due[]) => {
      reached += due.length;
      return reach(due);
    };
  const { alarm, button, member, person } = parts.reachDue;
  const reachDue = {
    alarm: counted(alarm),
    button: counted(button),
    member: counted(member),
    person: counted(person),
  };
  await roundOf(deadlinesJob({ ...parts, reachDue }), parts);
  await roundOf(leasesJob(parts), parts);
  await parts.presence.forgetOld(parts.clock.now());
  return reached;
}

/** Resolves with whether one of them has more to do. */
export async function keepAllUp(
  parts: Parameters<typeof projectionsJob>[0],
  projections: Parameters<typeof projectionsJob>[1],
): Promise<boolean> {
  let hasMore = false;
  const wake = { soon: () => void (hasMore = true), onSoon: () => {} };
  await roundOf(projectionsJob(parts, projections, wake), parts);
  return hasMore;
}
