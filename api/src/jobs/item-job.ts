// A job of items: each round slice by slice, each item within its time and apart from the others.
import type { SetAsideKind } from '@achterwacht/shared/routes/system.ts';
import { eachApart, tryAll } from './set-aside.ts';
import { repeated, type Job, type JobParts, type Progress, type Repeated } from './job.ts';

export type ItemJob<T> = Repeated & {
  /** Of one item: beyond it the item has failed. A handler that overlooks the signal goes on, and nobody waits for it. */
  timeoutMilliseconds: number;
  /**
   * What its items stand aside as, for as long as they fail; `items` then leaves out those whose time has not come
   * (`besideItem`, `mayBeTried`), so that they take nobody's place. Null: what they are keeps its own attempts.
   */
  aside: SetAsideKind | null;
  idOf: (item: T) => string;
  atOnce?: number;
  /** Tried every time, set aside or not: what costs the others nothing. */
  everyTime?: boolean;
  /** What no item can be at fault for: the round ends, and has failed. */
  endsRound?: (error: unknown) => boolean;
  /** What waits, in slices: the next is asked for when the one before was worked through. */
  items: () => AsyncIterable<readonly T[]>;
  /**
   * In transactions of its own: what it does not commit is undone with it alone. False: it waits on, and is neither
   * handled nor has it failed.
   */
  work: (item: T, signal: AbortSignal) => Promise<unknown>;
};

export function ofItems<T>(job: ItemJob<T>): Job {
  return {
    ...repeated(job),
    items: { aside: job.aside },
    round: (parts, progress, stopping) => workThrough(job, parts, progress, stopping),
  };
}

/** @throws what `endsRound` takes, where the database is away, and where the program stops. */
async function workThrough<T>(
  job: ItemJob<T>,
  parts: JobParts,
  progress: Progress,
  stopping: AbortSignal,
): Promise<void> {
  const { aside, idOf, atOnce = 1, everyTime = false, endsRound = () => false } = job;
  const endsIt = (error: unknown) => stopping.aborted || endsRound(error);
  const one = async (item: T) => {
    stopping.throwIfAborted();
    let result: unknown;
    try {
      result = await inTime(job, item);
    } catch (error) {
      progress.failed();
      throw error;
    }
    if (result !== false) progress.done();
  };
  for await (const slice of job.items()) {
    stopping.throwIfAborted();
    progress.found(slice.length);
    if (aside !== null) {
      await eachApart(parts, aside, slice, { idOf, atOnce, everyTime, endsRound: endsIt }, one);
      continue;
    }
    for (let start = 0; start < slice.length; start += atOnce)
      await tryAll(slice.slice(start, start + atOnce), async (item) => {
        try {
          await one(item);
        } catch (error) {
          if (endsIt(error)) throw error;
          parts.log.error({ error, job: job.name, id: idOf(item) }, 'an item failed');
        }
      });
  }
}

async function inTime<T>({ timeoutMilliseconds, work }: ItemJob<T>, item: T): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  return Promise.race([work(item, signal), timeUp(signal)]);
}

function timeUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('not done in time')));
  });
}
