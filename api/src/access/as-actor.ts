// The one door to the database for people: asks `can`, opens a transaction as the role of the centre's own people
// or, for whoever belongs to a municipality, of those who come from outside, and tells row-level security whose
// eyes look. A query inside can forget its `where` and still see nothing else.
import type { Person } from '@achterwacht/shared/actor.ts';
import { can, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import type { Database, Transaction } from '../db/connect.ts';

/** Somebody logged in, with where he belongs. */
export type Visitor = Person & { role: Role; centreId: string; municipalityId: string | null };

export class NotAllowed extends Error {}

export type AsActor = <T>(
  actor: Person & { centreId: string; municipalityId?: string | null },
  permission: Permission,
  work: (tx: Transaction) => Promise<T>,
  kind?: 'snapshot',
) => Promise<T>;

/** `portal`: for whoever belongs to a municipality, so that its lists and reports hold up no desk either. */
export function createAsActor(app: Database, portal: Database): AsActor {
  return async (actor, permission, work, kind) => {
    if (!can(actor.role, permission)) throw new NotAllowed(permission);
    const database = actor.municipalityId ? portal : app;
    return database.transaction(async (tx) => {
      // Sent before anything that `work` asks; the connection keeps the order, so nobody waits.
      const settings = tx.sql`select set_config('achterwacht.centre', ${actor.centreId}, true),
          set_config('achterwacht.municipality', ${actor.municipalityId ?? ''}, true),
          set_config('achterwacht.person', ${actor.id}, true)`.execute();
      const [result] = await Promise.all([work(tx), settings]);
      return result;
    }, kind);
  };
}
