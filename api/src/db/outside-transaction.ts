// Nothing outside happens inside a transaction: whoever waits there holds locks that presses need, and what was sent
// cannot be undone with it. `connect.ts` marks all that runs inside one; every door to the outside asks.
import { AsyncLocalStorage } from 'node:async_hooks';

const mark = new AsyncLocalStorage<true>();

export function insideTransaction<T>(work: () => T): T {
  return mark.run(true, work);
}

/** @throws where a transaction is open; it is undone, and nothing went out. */
export function mustBeOutsideTransaction(door: string): void {
  if (mark.getStore()) throw new Error(`${door} inside a transaction`);
}
