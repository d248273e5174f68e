// Whether Postgres has room for all connections that the processes on it may open. They are opened as they are needed,
// so one that has too little room starts well and fails in the middle of a busy night; here it is said before.
import type { Database } from './connect.ts';
import { connectionsOfProcess } from './pools.ts';

export type ConnectionBudget = {
  /** Of the product, connected to this database now. */
  processes: number;
  /** What each of them may open. */
  ofProcess: number;
  /** What Postgres gives to all who are no superuser. */
  room: number;
};

export async function readConnectionBudget({
  sql,
}: Pick<Database, 'sql'>): Promise<ConnectionBudget> {
  const [row] = await sql<{ processes: number; room: number }[]>`
    select current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0) as room,
      (select count(distinct application_name)::int from pg_stat_activity
        where application_name like 'achterwacht-background %'
          and datname = current_database()) as processes`;
  return { ...row!, ofProcess: connectionsOfProcess };
}

/** @returns null where all of them fit. */
export function tooFewConnections(budget: ConnectionBudget): string | null {
  const { processes, ofProcess, room } = budget;
  const needed = Math.max(processes, 1) * ofProcess;
  if (needed <= room) return null;
  return `Postgres has ${room} connections for ${Math.max(processes, 1)} × ${ofProcess} = ${needed}: raise its max_connections`;
}
