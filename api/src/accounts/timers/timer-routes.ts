// Reminders to oneself, kept with the account, so that they outlive a page and are at the next post too. Every
// statement names whose they are: of another's nothing is found.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { timerLimits, type Timer } from '@achterwacht/shared/routes/timers.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { Failure, notFound, serve } from '../../http/server.ts';

/** Nobody read it in all that time: it reminds of nothing any more, and its words are nobody's to keep. */
const keptHours = 24;

type Parts = { authentication: Authentication; database: Database };

export function serveTimers(app: FastifyInstance, { authentication, database }: Parts): void {
  const { sql } = database;

  serve(app, authentication, routes.timers, ({ visitor }) => readTimers(database, visitor.id));

  serve(app, authentication, routes.addTimer, async ({ visitor, body }) => {
    const { id, minutes, text, alarmId } = body;
    await sql`
      delete from auth.timer where ends_at < now() - ${keptHours} * interval '1 hour'`;
    const isAdded = await sql.begin(async (tx) => {
      // Two windows at once count one after the other.
      await tx`select from auth.user where id = ${visitor.id} for update`;
      const [own] = await tx<{ count: number }[]>`
        select count(*)::int from auth.timer where user_id = ${visitor.id} and id <> ${id}`;
      if ((own?.count ?? 0) >= timerLimits.count) return false;
      await tx`
        insert into auth.timer (id, user_id, ends_at, text, alarm_id)
        values (${id}, ${visitor.id}, now() + ${minutes} * interval '1 minute', ${text}, ${alarmId})
        on conflict (id) do nothing`;
      return true;
    });
    return isAdded ? readTimers(database, visitor.id) : new Failure(409, 'too-many-timers');
  });

  serve(app, authentication, routes.extendTimer, async ({ visitor, params, body }) => {
    const { count } = await sql`
      update auth.timer
      set ends_at = least(greatest(ends_at, now()) + ${body.minutes} * interval '1 minute',
        now() + ${timerLimits.minutes} * interval '1 minute')
      where id = ${params.id} and user_id = ${visitor.id}`;
    return count === 0 ? notFound() : readTimers(database, visitor.id);
  });

  serve(app, authentication, routes.endTimer, async ({ visitor, params }) => {
    // Read in another window a moment ago: it is gone, as was asked.
    await sql`delete from auth.timer where id = ${params.id} and user_id = ${visitor.id}`;
    return readTimers(database, visitor.id);
  });
}

async function readTimers({ sql }: Database, userId: string): Promise<{ timers: Timer[] }> {
  const rows = await sql<{ id: string; ends_at: string; text: string; alarm_id: string | null }[]>`
    select id, ends_at, text, alarm_id from auth.timer
    where user_id = ${userId} and ends_at >= now() - ${keptHours} * interval '1 hour'
    order by ends_at, id`;
  return {
    timers: rows.map((row) => ({
      id: row.id,
      endsAt: iso(row.ends_at),
      text: row.text,
      alarmId: row.alarm_id,
    })),
  };
}
