// One process at a time: whoever has a job's lock does its round, and the others pass it over. The lock is Postgres'
// own and ends with the transaction that holds it, so a process that dies leaves none behind. It takes one of the
// background's connections for as long as the round lasts; at most half of them, or the rounds would hold all and wait
// for one to work with.
import type { Database } from '../db/connect.ts';

const mostAtOnce = 2;

export function createLock(system: Database) {
  const waiting: (() => void)[] = [];
  let held = 0;

  async function turn(): Promise<void> {
    if (held < mostAtOnce) {
      held += 1;
      return;
    }
    // Handed on by whoever ends, without letting anybody in between.
    await new Promise<void>((begin) => waiting.push(begin));
  }
  function handOn(): void {
    const next = waiting.shift();
    if (next) next();
    else held -= 1;
  }

  /**
   * Resolves with false where another process does the work now. The work is beside the transaction that holds the
   * lock, which holds no row and waits for it.
   */
  return async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
    await turn();
    const asked = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<void>();
    const holding = system.transaction(async ({ sql }) => {
      const [row] = await sql<{ ours: boolean }[]>`
        select pg_try_advisory_xact_lock(hashtextextended(${`job/${name}`}, 0)) as ours`;
      asked.resolve(row?.ours ?? false);
      if (row?.ours) await ended.promise;
    });
    holding.catch(asked.reject);
    try {
      const isOurs = await asked.promise;
      if (isOurs) await work();
      return isOurs;
    } finally {
      ended.resolve();
      // A line that was lost meanwhile was no lock any more: the round is not said to have been good.
      await holding.finally(handOn);
    }
  };
}
