// How every job is doing. Kept in memory as it works and written down every few seconds, one row a job whichever
// process does it, so that whoever asks any process is told of all of them and a start forgets nothing. A process
// writes of its own rounds alone: of those that it passed over it knows nothing.
import type { JobName, JobState } from '@achterwacht/shared/routes/system.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { readSetAside } from './set-aside.ts';
import type { Job, Progress } from './job.ts';

export const writeStatesMilliseconds = 5_000;
/** Beside its own pause, doubled: what a round may take, and the writing of it. */
const patienceMilliseconds = 60_000;

type State = {
  lastGoodAt: Date | null;
  failingSince: Date | null;
  /** Of the present round, or the last. */
  found: number;
  handled: number;
  /** Since the process began. */
  done: number;
  failed: number;
  /** What of `done` is written down. */
  written: number;
};

export type JobStates = ReturnType<typeof createJobStates>;

export function createJobStates({ system, clock }: { system: Database; clock: Clock }) {
  const states = new Map<JobName, State>();
  /** Of which jobs something happened here that is not written down yet. */
  const changed = new Set<JobName>();
  const stateOf = (name: JobName): State => {
    const known = states.get(name);
    if (known) return known;
    const fresh = {
      lastGoodAt: null,
      failingSince: null,
      found: 0,
      handled: 0,
      done: 0,
      failed: 0,
      written: 0,
    };
    states.set(name, fresh);
    return fresh;
  };
  const change = (name: JobName): State => {
    changed.add(name);
    return stateOf(name);
  };
  function good(name: JobName): void {
    Object.assign(change(name), { lastGoodAt: clock.now(), failingSince: null });
  }
  return {
    /** A round begins; gives what it counts with. */
    begins(name: JobName): Progress {
      Object.assign(change(name), { found: 0, handled: 0 });
      return {
        found: (items) => void (change(name).found += items),
        done() {
          const state = change(name);
          state.handled += 1;
          state.done += 1;
        },
        failed: () => void (change(name).failed += 1),
        good: () => good(name),
      };
    },
    good,
    failed(name: JobName): void {
      change(name).failingSince ??= clock.now();
    },
    /** Of this process, since it began. */
    inProcess: () => [...states].map(([name, state]) => ({ name, ...state })),

    /** What this process did since it last wrote, added to what all did. A job is never further back than it was. */
    async write(): Promise<void> {
      const now = clock.now().toISOString();
      const rows = [...changed].map((name) => {
        const state = stateOf(name);
        return {
          name,
          since: now,
          last_good_at: state.lastGoodAt?.toISOString() ?? null,
          failing_since: state.failingSince?.toISOString() ?? null,
          waiting: state.found - state.handled,
          done: state.done - state.written,
        };
      });
      if (rows.length === 0) return;
      changed.clear();
      try {
        await system.sql`
          insert into jobs (name, since, last_good_at, failing_since, waiting, done)
          select name, since, last_good_at, failing_since, waiting, done
          from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(name text,
            since timestamptz, last_good_at timestamptz, failing_since timestamptz, waiting integer, done bigint)
          on conflict (name) do update set last_good_at = greatest(jobs.last_good_at, excluded.last_good_at),
            failing_since = excluded.failing_since, waiting = excluded.waiting,
            done = jobs.done + excluded.done`;
      } catch (error) {
        for (const { name } of rows) changed.add(name);
        throw error;
      }
      for (const { name, done } of rows) stateOf(name).written += done;
    },
  };
}

type Row = {
  name: JobName;
  since: string;
  last_good_at: string | null;
  failing_since: string | null;
  waiting: number;
  done: string;
};

/** Of these jobs, as every process has written of them. */
export async function readJobs(
  { system, clock }: { system: Database; clock: Clock },
  jobs: readonly Pick<Job, 'name' | 'everyMilliseconds' | 'items'>[],
): Promise<JobState[]> {
  const names = jobs.map(({ name }) => name);
  const [rows, aside] = await Promise.all([
    system.sql<Row[]>`
      select name, since, last_good_at, failing_since, waiting, done from jobs
      where name = any(${names}::text[])`,
    readSetAside({ system, clock }),
  ]);
  const now = clock.now().getTime();
  return jobs.map(({ name, everyMilliseconds, items }) => {
    const row = rows.find((one) => one.name === name);
    const lastGoodAt = row?.last_good_at ? iso(row.last_good_at) : null;
    const seenAt = lastGoodAt ?? (row ? iso(row.since) : null);
    const isLate =
      seenAt !== null && now - Date.parse(seenAt) > 2 * everyMilliseconds + patienceMilliseconds;
    const count = aside.find(({ kind }) => kind === items?.aside)?.count ?? 0;
    return {
      name,
      lastGoodAt,
      state: row?.failing_since ? 'failing' : isLate ? 'late' : 'ok',
      waiting: items && (row?.waiting ?? 0),
      done: items && Number(row?.done ?? 0),
      setAside: items?.aside ? count : null,
    };
  });
}
