// Every two seconds: what is due, acts. The sweep alone would be enough; the wake-ups only make it
// punctual. It reads without locks, and each deadline is its own transaction through handle-command,
// where an old revision does nothing, so any number of processes may sweep.
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job } from '../jobs/job.ts';
import { besideItem, mayBeTried } from '../jobs/set-aside.ts';

export const sweepMilliseconds = 2_000;
/** Deadlines this near get a wake-up: longer than a sweep and its delay, short enough to be few. */
export const armAheadMilliseconds = 10_000;
/** Of one sweep; the rest follows in the next, two seconds later. */
const mostDue = 1_000;
const atOnce = 8;
/** All deadlines of one subject that are due together, each of which waits for locks a second at the most. */
const timeoutMilliseconds = 30_000;

export type Due = {
  subjectType: string;
  subjectId: string;
  kind: string;
  revision: number;
  at: string;
};

/** The subjects of which something acts by itself. */
export const subjectsWithDeadlines = ['alarm', 'button', 'member', 'person'] as const;

/** Of each type of subject what is done when deadlines of one of them are due, in their order. */
export type ReachDue = Record<
  (typeof subjectsWithDeadlines)[number],
  (deadlines: Due[]) => Promise<void>
>;

type Parts = {
  system: Database;
  clock: Clock;
  reachDue: ReachDue;
  /** Sets a wake-up; failing is harmless. */
  arm: (due: Due[]) => Promise<void>;
};

export function deadlinesJob(parts: Parts): Job {
  return ofItems({
    name: 'deadlines',
    everyMilliseconds: sweepMilliseconds,
    timeoutMilliseconds,
    aside: 'deadline',
    idOf: ([first]: Due[]) => first!.subjectId, // of a group, which has one
    atOnce,
    async *items() {
      const now = parts.clock.now();
      const near = await dueBefore(parts, new Date(now.getTime() + armAheadMilliseconds), mostDue);
      const isDue = ({ at }: Due) => Date.parse(at) <= now.getTime();
      // One subject's deadlines act in their order; different ones wait for each other's only in groups.
      yield [...Map.groupBy(near.filter(isDue), ({ subjectId }) => subjectId).values()];
      await parts.arm(near.filter((deadline) => !isDue(deadline)));
    },
    work: (deadlines) => reach(parts.reachDue, deadlines),
  });
}

/** Those of what is set aside come last and only when their time has come; all others by their moment. */
async function dueBefore(
  { system, clock }: Pick<Parts, 'system' | 'clock'>,
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

/** @throws where this release knows no such subject: a newer one wrote it, and it is set aside. */
export async function reach(reachDue: ReachDue, deadlines: Due[]): Promise<void> {
  const [first] = deadlines;
  if (!first) return;
  const reachThem = isKnown(first.subjectType) ? reachDue[first.subjectType] : null;
  if (!reachThem) throw new Error(`a deadline of an unknown subject: ${first.subjectType}`);
  await reachThem(deadlines);
}

function isKnown(type: string): type is keyof ReachDue {
  return subjectsWithDeadlines.some((known) => known === type);
}
