// A database whose user may die at any moment: in the middle of a transaction, just before its commit,
// or just after it, before anybody was told. What Postgres then keeps is the real Postgres's affair.
import type { Database, Transaction } from '../db/connect.ts';
import type { Dice } from './test-dice.ts';

export class Crash extends Error {}

export type Crashes = {
  /** Off for the end of a simulation, when everything must come right. */
  enabled: boolean;
  count: number;
};

const percent = 8;

export function crashing(database: Database, dice: Dice, crashes: Crashes): Database {
  const crash = (where: string): never => {
    crashes.count += 1;
    throw new Crash(where);
  };
  const chance = () =>
    crashes.enabled && dice.happens(percent)
      ? dice.pick(['before', 'middle', 'end', 'after'] as const)
      : null;

  return {
    ...database,
    sql: new Proxy(database.sql, {
      apply(target, self, args: unknown[]) {
        const statement = () => Reflect.apply(target, self, args) as Promise<unknown>;
        const moment = isStatement(args) ? chance() : null;
        if (moment === null) return statement();
        if (moment === 'after' || moment === 'end')
          return statement().then(() => crash('after a statement'));
        return Promise.reject(new Crash('before a statement'));
      },
    }),
    async transaction(work, kind) {
      const moment = kind ? null : chance();
      if (moment === null) return database.transaction(work, kind);
      if (moment === 'before') return crash('before a transaction');
      const failsAt = dice.number(4);
      try {
        const result = await database.transaction(async (tx) => {
          const done = await work(moment === 'middle' ? failing(tx, failsAt) : tx);
          return moment === 'after' ? done : crash('before the commit');
        });
        void result;
      } catch (error) {
        if (error instanceof Crash) throw error;
        if (moment === 'middle') return crash('in the middle');
        throw error;
      }
      return crash('after the commit');
    },
  };
}

const beginning = /^\s*(select|insert|update|delete|with|lock)\b/;

/** A part that is put into a statement is written the same way, and is sent by nobody. */
const isStatement = ([first]: unknown[]) =>
  Array.isArray(first) && 'raw' in first && beginning.test(String(first[0]));

/** A transaction that is aborted from its nth statement on, with others sent behind it already. */
export function failing(tx: Transaction, at: number): Transaction {
  let sent = 0;
  const sql = new Proxy(tx.sql, {
    apply(target, self, args: unknown[]) {
      if (isStatement(args) && sent++ === at) tx.sql`select 1 / 0`.execute().catch(() => {});
      return Reflect.apply(target, self, args) as unknown;
    },
  });
  return { ...tx, sql };
}
