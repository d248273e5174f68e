// What somebody who is logged in asked for and may not have, as lines of the access log (ASVS 16.3.2). That something is
// not his, another centre's or in another circle, is answered as if it were not there, and is no line: nobody looked.
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import type { Database } from '../db/connect.ts';
import type { Visitor } from './as-actor.ts';

/** A page that asks again by itself is one line, and whoever asks on purpose fills no table. */
const onceInMinutes = 15;

type Refused = {
  visitor: Pick<Visitor, 'id'>;
  /** The route, without what was filled in. */
  what: string;
  why: Extract<AccessResult, 'not-allowed' | 'off-duty'>;
  address: string;
};

export type NoteRefused = (refused: Refused) => Promise<void>;

export function createNoteRefused({ sql }: Database): NoteRefused {
  return async ({ visitor: { id }, what, why, address }) => {
    await sql`
      insert into access_log (centre_id, user_id, user_name, user_role, at, action, object, outcome,
        result, origin)
      select centre_id, user_id, name, role, now(), 'account.refused', ${what}, 'refused', ${why},
        ${address}
      from members
      where user_id = ${id} and not exists (select from access_log as earlier
        where earlier.centre_id = members.centre_id and earlier.user_id = members.user_id
          and action = 'account.refused' and object = ${what}
          and at > now() - ${onceInMinutes} * interval '1 minute')`;
  };
}
