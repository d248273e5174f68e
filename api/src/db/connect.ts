// Connections to Postgres, one pool a role. A `Transaction` carries the same connection twice: `sql`
// for the few statements on a press's way (prepared once, no building of queries), `db` for the rest.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
export type Transaction = { sql: TransactionSql; db: PostgresJsDatabase };

export type Database = {
  sql: Sql;
  db: PostgresJsDatabase;
  /** Commits when `work` resolves, rolls back when it throws. `snapshot`: reads one moment, writes nothing. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, kind?: 'snapshot'): Promise<T>;
  end(): Promise<void>;
};

type Options = {
  /** Connections at the most; Postgres itself has 100 for everybody. */
  max: number;
  name: string;
};

export function connect(url: string, { max, name }: Options): Database {
  const sql = postgres(url, {
    max,
    connection: { application_name: `achterwacht-${name}` },
    // Seconds. A database that does not answer within this is down, and the caller says so.
    connect_timeout: 5,
    onnotice: () => {},
  });
  const db = drizzle({ client: sql });
  return {
    sql,
    db,
    transaction: async (work, kind) =>
      (await sql.begin(kind ? 'isolation level repeatable read read only' : '', (tx) => {
        // drizzle reads the parsers from `options`, which a transaction's client does not carry.
        const client = Object.assign(tx, { options: sql.options }) as unknown as Sql;
        return unlessLineIsLost(work({ sql: tx, db: drizzle({ client }) }));
      })) as Awaited<ReturnType<typeof work>>,
    end: () => sql.end({ timeout: 5 }),
  };
}

/**
 * The driver rolls back when `work` throws, also over a line that is gone, and that ends the process
 * (postgres.js 3.4, issue 1208). It has its own word for a lost line, which rejects the transaction;
 * so in that case `work` never settles, and nothing is sent any more.
 */
function unlessLineIsLost<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (isLineLost(error)) return new Promise<never>(() => {});
    throw error;
  });
}

/** By name: a disk that is full has a system error too, and its transaction must be rolled back. */
const lostLine = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function isLineLost(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && lostLine.has(at.code)) return true;
  return false;
}

/** The constraint or unique index that refused a statement; null for other errors. */
export function violatedConstraint(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const name: unknown = 'constraint_name' in at ? at.constraint_name : null;
    if (typeof name === 'string') return name;
  }
  return null;
}

/** A moment as Postgres prints it, as ISO 8601 UTC. */
export function iso(moment: string): string {
  return new Date(moment).toISOString();
}
