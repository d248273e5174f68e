// A piece of work that the product repeats by itself while it runs. Of items wherever it has any: each is handled
// apart, within its time, counted, and set aside where it cannot be handled. What has none (a whole that is compared, a
// stream that is followed) is a round, and says so where it is made.
import type { JobName, SetAsideKind } from '@achterwacht/shared/routes/system.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';

export type JobParts = { system: Database; clock: Clock; log: Logger };

/** What a round has taken up and what became of it, told while it works. */
export type Progress = {
  found(items: number): void;
  done(): void;
  failed(): void;
  /** All goes well, of a round that ends only when something does not. */
  good(): void;
};

export type Job = {
  name: JobName;
  everyMilliseconds: number;
  /** Of all processes one at a time does a round; the others pass it over. */
  lock: boolean;
  /** Null: of no items. */
  items: { aside: SetAsideKind | null } | null;
  wake: Wake | null;
  /** @throws where the round fails as a whole. */
  round(parts: JobParts, progress: Progress, stopping: AbortSignal): Promise<void>;
};

export type Repeated = {
  name: JobName;
  /** From the end of a round to the next. */
  everyMilliseconds: number;
  lock?: boolean;
  wake?: Wake;
};

/** Of what is one whole; whoever makes one says why it has no items. */
export function ofRounds(
  job: Repeated & { round: (good: () => void, stopping: AbortSignal) => Promise<unknown> },
): Job {
  return {
    ...repeated(job),
    items: null,
    round: async (_parts, { good }, stopping) => void (await job.round(good, stopping)),
  };
}

export function repeated({ name, everyMilliseconds, lock = false, wake }: Repeated) {
  return { name, everyMilliseconds, lock, wake: wake ?? null };
}

/** Has a job come again without its pause, by whoever knows that there is more to do. */
export type Wake = { soon(): void; onSoon(begin: () => void): void };

export function createWake(): Wake {
  let begin = () => {};
  return {
    soon: () => begin(),
    onSoon(given) {
      begin = given;
    },
  };
}
