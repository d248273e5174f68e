// Who sits at a desk: a lease row a desk, renewed every five seconds while its socket answers. Whether
// an owner is gone is decided from these rows by the sweep, never by a socket that happens to close.
import { ownerLostSeconds } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { PresentMember } from '@achterwacht/shared/feed.ts';
import type { Database } from '../../db/connect.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';

/** Three renewals missed: not shown as present any more. */
const shownSeconds = 15;

/**
 * Two sweeps further apart than this had something between them that also kept desks from renewing: the database or
 * this program was away. Half a lease, so that a renewal every five seconds falls into what is left of it.
 */
const mostPauseMilliseconds = (ownerLostSeconds * 1000) / 2;

export type Desk = {
  deskId: string;
  userId: string;
  centreId: string;
  name: string;
  role: 'centralist' | 'supervisor';
  state: 'free' | 'busy' | 'pause';
};

/** Of one sweep and kind; the rest follows in the next. */
const mostLost = 200;
/** As the sweep names a lease that it sets aside. */
const leaseOf = (userId: string) => `alarms.id || '/' || (${userId})`;

export type Presence = ReturnType<typeof createPresence>;

export function createPresence(system: Database) {
  let lookedAt: Date | null = null;
  let steadySince: Date | null = null;
  return {
    /**
     * Asked with every sweep. A lease runs out only in time in which it could have been renewed: after each gap, and
     * after a start, everybody has a whole one to come back in.
     */
    mayHaveLeft(now: Date): boolean {
      const pause = lookedAt === null ? Infinity : now.getTime() - lookedAt.getTime();
      if (pause > mostPauseMilliseconds) steadySince = now;
      lookedAt = now;
      return now.getTime() - (steadySince ?? now).getTime() >= ownerLostSeconds * 1000;
    },

    async renew(desks: readonly Desk[], now: Date): Promise<void> {
      if (desks.length === 0) return;
      await system.sql`
        insert into presence (desk_id, user_id, centre_id, name, role, state, renewed_at)
        select "deskId", "userId", "centreId", name, role, state, ${now.toISOString()}
        from jsonb_to_recordset(${JSON.stringify(desks)}::jsonb)
          as row("deskId" uuid, "userId" uuid, "centreId" uuid, name text, role text, state text)
        on conflict (desk_id) do update set state = excluded.state, renewed_at = excluded.renewed_at`;
    },

    /** A desk that said goodbye is not shown any more; its lease still runs out in its own time. */
    async present(centreId: string, now: Date): Promise<PresentMember[]> {
      const since = new Date(now.getTime() - shownSeconds * 1000).toISOString();
      return system.sql<PresentMember[]>`
        select distinct on (name, user_id) user_id as id, name, role, state from presence
        where centre_id = ${centreId} and renewed_at > ${since}
        order by name, user_id, renewed_at desc`;
    },

    /** Owners of open alarms none of whose desks has been heard for twenty seconds. */
    async lostOwners(now: Date): Promise<{ alarmId: string; userId: string }[]> {
      const since = new Date(now.getTime() - ownerLostSeconds * 1000).toISOString();
      return system.sql<{ alarmId: string; userId: string }[]>`
        select alarms.id as "alarmId", owner_id as "userId" from alarms
        ${besideItem(system.sql, 'lease', leaseOf('owner_id'))}
        where ${mayBeTried(system.sql, now)} and open and owner_id is not null
          and (state #>> '{ownership,since}')::timestamptz <= ${since}
          and not exists (select from presence
            where presence.user_id = alarms.owner_id and presence.renewed_at > ${since})
        order by aside.retry_at nulls first limit ${mostLost}`;
    },

    /** Who listens in to an open alarm and has had no desk for as long; the owner among them is above. */
    async lostListeners(now: Date): Promise<{ alarmId: string; userId: string }[]> {
      const since = new Date(now.getTime() - ownerLostSeconds * 1000).toISOString();
      return system.sql<{ alarmId: string; userId: string }[]>`
        select alarms.id as "alarmId", (listener #>> '{by,id}')::uuid as "userId"
        from alarms cross join jsonb_array_elements(state -> 'listeners') as listener
        ${besideItem(system.sql, 'lease', leaseOf("listener #>> '{by,id}'"))}
        where ${mayBeTried(system.sql, now)} and open and (listener ->> 'since')::timestamptz <= ${since}
          and not exists (select from presence
            where presence.user_id = (listener #>> '{by,id}')::uuid
              and presence.renewed_at > ${since})
        order by aside.retry_at nulls first limit ${mostLost}`;
    },

    async lostCallers(now: Date): Promise<{ alarmId: string; userId: string }[]> {
      const since = new Date(now.getTime() - ownerLostSeconds * 1000).toISOString();
      return system.sql<{ alarmId: string; userId: string }[]>`
        select alarms.id as "alarmId", (alarms.state #>> '{caller,id}')::uuid as "userId"
        from alarms
        ${besideItem(system.sql, 'lease', leaseOf("state #>> '{caller,id}'"))}
        where ${mayBeTried(system.sql, now)} and open and (alarms.state #>> '{caller,since}')::timestamptz <= ${since}
          and not exists (select from presence
            where presence.user_id = (alarms.state #>> '{caller,id}')::uuid
              and presence.renewed_at > ${since})
        order by aside.retry_at nulls first limit ${mostLost}`;
    },

    async forgetOld(now: Date): Promise<void> {
      const before = new Date(now.getTime() - 600_000).toISOString();
      await system.sql`delete from presence where renewed_at < ${before}`;
    },
  };
}
