// What stood in messages that belong to no alarm: of a button that nobody knows, or that could not be read. It goes by the
// day, so that a flood of them is one line of proof; that they came, and when, stays, as of a message whose alarm was
// erased.
import type { Sql, TransactionSql } from '../../db/connect.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';
import { keptDays } from '../../retention/classes.ts';
import { eraser, type Erasable, type Eraser } from '../../retention/eraser.ts';

/** A centre's day, by which its messages are erased together. */
type Day = Erasable & { day: string };

export const strayMessageEraser: Eraser = (name, parts) => {
  const { background, clock } = parts;
  /** By centre, up to which moment nothing is left: of a message that was decided on nothing changes any more. */
  const clean = new Map<string, string>();

  return eraser<Day>({
    async *items() {
      const { sql } = background;
      const now = clock.now();
      const centres = await sql<{ id: string; until: Date }[]>`
        select id, date_trunc('day', ${now.toISOString()}::timestamptz
          - make_interval(days => ${keptDays(sql, name)}), 'UTC') as until
        from centres`;
      for (const { id: centreId, until } of centres) {
        const end = new Date(until).toISOString();
        const days = await sql<Day[]>`
          with stray as (
            select distinct (received_at at time zone 'UTC')::date::text as day from messages
            where centre_id = ${centreId} and received_at >= ${clean.get(centreId) ?? '-infinity'}
              and received_at < ${end} and ${stray(sql)})
          select ${centreId} || '/' || day as id, ${centreId} as "centreId",
            'messages/' || day as object, day
          from stray ${besideItem(sql, 'erasure', `'${centreId}/' || day`)}
          where ${mayBeTried(sql, now)} order by aside.retry_at nulls first, day`;
        if (days.length === 0) clean.set(centreId, end);
        yield days;
      }
    },
    erase: async () => {},
    async mark({ sql }, { centreId, day }) {
      await sql`
        with gone as (
          update messages set content = null, raw = null, content_hash = null
          where centre_id = ${centreId} and received_at >= ${`${day}T00:00:00Z`}
            and received_at < ${`${day}T00:00:00Z`}::timestamptz + interval '1 day' and ${stray(sql)}
          returning id)
        update signals set decoded = null from gone where message_id = gone.id`;
    },
  })(name, parts);
};

/** One that nobody has decided on yet may still become an alarm. */
const stray = (sql: Sql | TransactionSql) => sql`
  handled_at is not null and (content is not null or raw is not null)
  and not exists (select from signals where message_id = messages.id and alarm_id is not null)`;
