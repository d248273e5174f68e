// Every two seconds: what is due, acts. The sweep alone would be enough; the wake-ups only make it
// punctual. It reads without locks, and each deadline is its own transaction through handle-command,
// where an old revision does nothing, so any number of processes may sweep.
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { Log } from '../log.ts';
import { besideItem, eachApart, mayBeTried } from '../set-aside.ts';

export const sweepMilliseconds = 2_000;
/** Deadlines this near get a wake-up: longer than a sweep and its delay, short enough to be few. */
export const armAheadMilliseconds = 10_000;
/** Of one sweep; the rest follows in the next, two seconds later. */
const mostDue = 1_000;
const atOnce = 8;
const subjects = { idOf: ([first]: Due[]) => first!.subjectId, atOnce };
const leases = {
  idOf: ({ alarmId, userId }: { alarmId: string; userId: string }) => `${alarmId}/${userId}`,
  atOnce,
};

export type Due = {
  subjectType: string;
  subjectId: string;
  kind: string;
  revision: number;
  at: string;
};

/** Of each type of subject what is done when deadlines of one of them are due, in their order. */
export type ReachDue = { [subjectType: string]: (deadlines: Due[]) => Promise<void> };

/** What the sweep asks of whoever keeps the desks' leases. */
type Leases = {
  /** False while nobody's lease says anything. */
  mayHaveLeft: (now: Date) => boolean;
  lostOwners: (now: Date) => Promise<{ alarmId: string; userId: string }[]>;
  lostListeners: (now: Date) => Promise<{ alarmId: string; userId: string }[]>;
  lostCallers: (now: Date) => Promise<{ alarmId: string; userId: string }[]>;
  forgetOld: (now: Date) => Promise<void>;
};

export type SweepParts = {
  system: Database;
  clock: Clock;
  handleCommand: HandleCommand;
  presence: Leases;
  log: Log;
  reachDue: ReachDue;
  /** Sets a wake-up; failing is harmless. */
  arm: (due: Due[]) => Promise<void>;
};

/** Those of what is set aside come last and only when their time has come; all others by their moment. */
async function dueBefore(
  { system, clock }: Pick<SweepParts, 'system' | 'clock'>,
  until: Date,
  limit: number,
): Promise<Due[]> {
  const { sql } = system;
  const rows = await sql<
    { subject_type: string; subject_id: string; kind: string; revision: number; at: string }[]
  >`
    select subject_type, subject_id, deadlines.kind, revision, at from log.deadlines
    ${besideItem(sql, 'deadline', 'subject_id::text')}
    where at <= ${until.toISOString()} and ${mayBeTried(sql, clock.now())}
    order by aside.retry_at nulls first, at limit ${limit}`;
  return rows.map((row) => ({
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    kind: row.kind,
    revision: row.revision,
    at: iso(row.at),
  }));
}

/** One sweep; resolves with how many deadlines were handed on. */
export async function sweep(parts: SweepParts): Promise<number> {
  const now = parts.clock.now();
  const near = await dueBefore(parts, new Date(now.getTime() + armAheadMilliseconds), mostDue);
  const isDue = ({ at }: Due) => Date.parse(at) <= now.getTime();
  const due = near.filter(isDue);
  // One subject's deadlines act in their order; different ones wait for each other's only in groups.
  const bySubject = [...Map.groupBy(due, ({ subjectId }) => subjectId).values()];
  await eachApart(parts, 'deadline', bySubject, subjects, (deadlines) =>
    reach(parts.reachDue, deadlines),
  );
  await releaseLost(parts, now);
  await parts.presence.forgetOld(now);
  await parts.arm(near.filter((deadline) => !isDue(deadline)));
  return due.length;
}

/** @throws where this release knows no such subject: a newer one wrote it, and it is set aside. */
export async function reach(reachDue: ReachDue, deadlines: Due[]): Promise<void> {
  const [first] = deadlines;
  if (!first) return;
  const reachThem = reachDue[first.subjectType];
  if (!reachThem) throw new Error(`a deadline of an unknown subject: ${first.subjectType}`);
  await reachThem(deadlines);
}

async function releaseLost(parts: SweepParts, now: Date): Promise<void> {
  if (!parts.presence.mayHaveLeft(now)) return;
  const lost = await parts.presence.lostOwners(now);
  await eachApart(parts, 'lease', lost, leases, async ({ alarmId, userId }) => {
    await parts.handleCommand.forSystem({ part: 'presence' }, alarmId, {
      type: 'OwnerLost',
      userId,
    });
  });
  // Afterwards: an owner who is gone has stopped listening by the same event.
  const deaf = await parts.presence.lostListeners(now);
  await eachApart(parts, 'lease', deaf, leases, async ({ alarmId, userId }) => {
    await parts.handleCommand.forSystem({ part: 'presence' }, alarmId, {
      type: 'ListenerLost',
      userId,
    });
  });
  const silent = await parts.presence.lostCallers(now);
  await eachApart(parts, 'lease', silent, leases, async ({ alarmId, userId }) => {
    await parts.handleCommand.forSystem({ part: 'presence' }, alarmId, {
      type: 'CallerLost',
      userId,
    });
  });
}
