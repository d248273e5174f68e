// Begins whatever the folders repeat, ends it, and tells how each is doing.
import type { FastifyInstance } from 'fastify';
import { eachOnce } from '@achterwacht/shared/one-table.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { JobState } from '@achterwacht/shared/routes/system.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { serve } from '../http/server.ts';
import type { Logger } from '../logger.ts';
import { every } from './every.ts';
import type { Job, JobParts } from './job.ts';
import {
  createJobStates,
  readJobs,
  writeStatesMilliseconds,
  type JobStates,
} from './job-states.ts';
import { createLock } from './lock.ts';

type Parts = { background: Database; clock: Clock; log: Logger; authentication: Authentication };

export function openJobs({ background: system, clock, log, authentication }: Parts) {
  const parts = { system, clock, log };
  const states = createJobStates(parts);
  const alone = createLock(system);
  const stopping = new AbortController();
  let jobs: readonly Job[] = [];
  let repeating: ReturnType<typeof every>[] = [];
  const read = (): Promise<JobState[]> => readJobs(parts, jobs);
  return {
    routes: (http: FastifyInstance) =>
      serve(http, authentication, routes.jobs, async () => ({ jobs: await read() })),
    read,
    /** Of this process, since it began. */
    inProcess: states.inProcess,
    /** @throws where two have one name: what one of them does would be told of the other. */
    start(given: readonly Job[]): void {
      jobs = eachOnce('jobs', given);
      repeating = [
        ...jobs.map((job) => {
          const round = () => doRound(job, { parts, states, alone }, stopping.signal);
          const repeated = every(job.everyMilliseconds, job.name, log, round);
          job.wake?.onSoon(repeated.soon);
          return repeated;
        }),
        every(writeStatesMilliseconds, 'states of jobs', log, states.write),
      ];
    },
    /** The items in hand are finished, and no further ones begun. */
    async close(): Promise<void> {
      stopping.abort();
      await Promise.all(repeating.map((one) => one.stop()));
      // How it stood at the end is worth knowing, and nobody's stop waits for it to succeed.
      await states.write().catch(() => {});
    },
  };
}

type With = { parts: JobParts; states: JobStates; alone: ReturnType<typeof createLock> };

/** @throws where it failed as a whole, after that was noted. */
export async function doRound(
  job: Job,
  { parts, states, alone }: With,
  stopping: AbortSignal,
): Promise<void> {
  const round = () => job.round(parts, states.begins(job.name), stopping);
  try {
    const isDone = job.lock ? await alone(job.name, round) : (await round(), true);
    if (isDone) states.good(job.name);
  } catch (error) {
    if (!stopping.aborted) states.failed(job.name);
    throw error;
  }
}
