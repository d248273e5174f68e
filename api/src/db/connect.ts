// Connections to Postgres, one pool a role. A `Transaction` carries the same connection twice: `sql`
// for the few statements on a press's way (prepared once, no building of queries), `db` for the rest.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { drizzle, type PostgresJsDatabase } from './drizzle.ts';
import { isLineLost, PoolFull } from './errors.ts';
import { insideTransaction, mustBeOutsideTransaction } from './outside-transaction.ts';

/** Tells the connections of one process from another's (`connection-budget.ts`). */
const processTag = randomBytes(4).toString('hex');

export type Sql = postgres.Sql;
export type TransactionSql = postgres.ISql;
export type Transaction = {
  sql: TransactionSql;
  readonly db: PostgresJsDatabase;
  /**
   * Sends COMMIT behind the statements on their way, instead of waiting for them first: one wait less
   * while locks are held. Only where nothing but a failed statement could still end it otherwise: a
   * transaction with one in it is rolled back by Postgres, and `transaction` then rejects all the same.
   */
  commitBehind(): void;
};

export type Database = {
  sql: Sql;
  db: PostgresJsDatabase;
  /** Commits when `work` resolves, rolls back when it throws. `snapshot`: reads one moment, writes nothing. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, kind?: 'snapshot'): Promise<T>;
  /**
   * One connection outside the pool, for what a connection holds, like an advisory lock. After a loss it
   * is made anew and holds nothing; whoever asked for it ends it.
   */
  ownConnection(): Sql;
  end(): Promise<void>;
};

/** What a pool may take of the database, and of others' patience. */
export type Limits = {
  /** Connections at the most; Postgres itself has 100 for everybody. */
  max: number;
  /** Postgres ends what takes longer; 57014 reaches the caller. */
  statementMilliseconds: number;
  /** The same for one wait for a lock; 55P03. */
  lockMilliseconds: number;
  /** Transactions that may wait for a connection: one more is refused at once, with `PoolFull`. All where not said. */
  mostWaiting?: number;
};

export function connect(
  url: string,
  { max, name, mostWaiting = Infinity, ...limits }: Limits & { name: string },
): Database {
  const options = {
    connection: {
      application_name: `achterwacht-${name} ${processTag}`,
      statement_timeout: limits.statementMilliseconds,
      lock_timeout: limits.lockMilliseconds,
      // Of a machine that vanished Postgres would hold the locks for two hours; so for 25 seconds.
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
      // Every statement looks up by key; planning it anew each time costs more than running it.
      plan_cache_mode: 'force_generic_plan',
    },
    // Seconds. A database that does not answer within this is down, and the caller says so.
    connect_timeout: 5,
    backoff: pauseSeconds,
    onnotice: () => {},
  };
  const sql = postgres(url, { ...options, max });
  const db = drizzle({ client: sql });
  let waiting = 0;
  const reserve = async () => {
    if (waiting >= mostWaiting) throw new PoolFull(name);
    waiting += 1;
    return sql.reserve().finally(() => (waiting -= 1));
  };
  return {
    sql,
    db,
    transaction: (work, kind) => inTransaction(sql, reserve, work, kind),
    ownConnection: () => postgres(url, { ...options, max: 1 }),
    end: () => sql.end({ timeout: 5 }),
  };
}

/**
 * Before a line that could not be had is tried again. The driver's own pauses grow to twenty seconds: so long after
 * Postgres is back no press would be acknowledged, and nobody hear what changed in the register.
 */
const pauseSeconds = (failures: number): number => Math.min(0.01 * 2 ** failures, 0.5);

/**
 * The driver's own `begin` waits for BEGIN and for the last statement before it sends the next thing;
 * here they travel together. A line that is lost is never released: the pool has taken it back already,
 * and whatever is sent on it would end the process (postgres.js 3.4, issue 1208).
 */
async function inTransaction<T>(
  sql: Sql,
  reserve: () => Promise<postgres.ReservedSql>,
  work: (tx: Transaction) => Promise<T>,
  kind?: 'snapshot',
): Promise<T> {
  // It would wait for its own locks, on a connection that those who hold them wait for.
  mustBeOutsideTransaction('a transaction');
  const line = await reserve();
  const send = (statement: string) => {
    const sent = line.unsafe(statement).execute();
    // Awaited below, or overtaken by the error of what was sent beside it.
    sent.catch(() => {});
    return sent;
  };
  let commit: ReturnType<typeof send> | null = null;
  let hasFailed = false;
  try {
    const begin = send(kind ? 'begin isolation level repeatable read read only' : 'begin');
    const tx: Transaction = {
      sql: line,
      get db() {
        // drizzle reads the parsers from `options`, which a reserved line does not carry.
        return drizzle({ client: Object.assign(line, { options: sql.options }) });
      },
      // A tick comes after all promises of this turn: by then the driver has what was asked of it.
      commitBehind: () =>
        process.nextTick(() => {
          if (!hasFailed) commit ??= send('commit');
        }),
    };
    const result = await insideTransaction(() => work(tx));
    await begin;
    const { command } = await (commit ??= send('commit'));
    if (command !== 'COMMIT') throw new Error('a statement failed, and its transaction with it');
    line.release();
    return result;
  } catch (error) {
    hasFailed = true;
    if (isLineLost(error)) throw error;
    // Postgres is done with it already where COMMIT was sent; one ROLLBACK more only warns.
    await send('rollback').then(
      () => line.release(),
      () => {},
    );
    throw error;
  }
}
