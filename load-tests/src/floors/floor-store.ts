// The durable part of every floor: one row, one insert, committed to disk before anybody hears of it.
import postgres from 'postgres';

/** As many as the product's pool for devices; more writers than presses in hand change nothing. */
const connections = 10;

export type FloorStore = {
  insert: (payload: string) => Promise<void>;
  close: () => Promise<void>;
};

/** Makes its own table in its own schema, and removes it on closing. */
export async function openFloorStore(databaseUrl: string, name: string): Promise<FloorStore> {
  const sql = postgres(databaseUrl, {
    max: connections,
    onnotice: () => {},
    connection: { synchronous_commit: 'on' },
  });
  const schema = sql(`load_floor_${name}`);
  await sql`drop schema if exists ${schema} cascade`;
  await sql`create schema ${schema}`;
  await sql`create table ${schema}.events (
    id bigint generated always as identity primary key, at timestamptz not null, payload text not null)`;
  return {
    insert: async (payload) => {
      await sql`insert into ${schema}.events (at, payload) values (now(), ${payload})`;
    },
    close: async () => {
      await sql`drop schema if exists ${schema} cascade`;
      await sql.end();
    },
  };
}
