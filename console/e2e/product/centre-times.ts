// Time at the centre: stories make its times short, or move what is open into the past, so that what happens
// by itself happens by itself, and soon.
import postgres from 'postgres';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import type { Person } from '../people/people.ts';
import { product } from './product.ts';

function connect(): postgres.Sql {
  const address = product().describe().env['DATABASE_OWNER_URL']!; // its servers are its own
  return postgres(address, { max: 1, onnotice: () => {} });
}

/** For presses from now on, as no page changes yet; gives what it was before, and the way back. */
export async function shorten(
  times: Partial<Timings>,
): Promise<{ before: Timings; restore: () => Promise<void> }> {
  const sql = connect();
  const [before] = await sql<{ id: string; timings: Timings }[]>`select id, timings from centres`;
  if (!before) throw new Error('no centre');
  const set = async (timings: Timings) =>
    void (await sql`
      update centres set timings = ${JSON.stringify(timings)}::text::jsonb where id = ${before.id}`);
  await set({ ...before.timings, ...times });
  return {
    before: before.timings,
    restore: async () => {
      await set(before.timings);
      await sql.end();
    },
  };
}

const moments = /"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g;

/**
 * As if so many seconds had passed: every moment of what is open lies further back, and so do what waits to
 * be decided and the last sign of life of who is gone. Desks that are open have their own copy of an alarm,
 * and hear only what comes of it.
 */
export async function letPass(seconds: number, gone?: Person): Promise<void> {
  const earlier = (_: string, moment: string) =>
    `"${new Date(Date.parse(moment) - seconds * 1000).toISOString()}"`;
  const sql = connect();
  await sql.begin(async (transaction) => {
    const open = await transaction<{ id: string; state: string }[]>`
      select id, state::text from alarms where open for update`;
    for (const { id, state } of open)
      await transaction`
        update alarms set state = ${state.replaceAll(moments, earlier)}::text::jsonb where id = ${id}`;
    await transaction`
      update log.deadlines set at = at - ${seconds} * interval '1 second'
      where subject_id = any(${open.map(({ id }) => id)})`;
    await transaction`
      update messages set handle_at = handle_at - ${seconds} * interval '1 second'
      where handled_at is null`;
    if (gone)
      await transaction`
        update presence set renewed_at = renewed_at - ${seconds} * interval '1 second'
        where name = ${gone}`;
  });
  await sql.end();
}

/** The reminders of everybody, as if their time were over. */
export async function endTimers(): Promise<void> {
  const sql = connect();
  await sql`update auth.timer set ends_at = now()`;
  await sql.end();
}
