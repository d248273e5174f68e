// The one door to the database for whoever asks over HTTP: asks what he may, opens a transaction as the role of the
// centre's own people or, for whoever belongs to a municipality, of those who come from outside, and tells row-level
// security whose eyes look. A query inside can forget its `where` and still see nothing else.
import type { Person, Service } from '@achterwacht/shared/actor.ts';
import { can, offDutyPermissions, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import type { Scope } from '@achterwacht/shared/service-account/scopes.ts';
import type { Database, Transaction } from '../db/connect.ts';

/** Somebody logged in, with where he belongs. */
export type Visitor = Person & {
  role: Role;
  centreId: string;
  municipalityId: string | null;
  /** When his first paper expired, where this session began after it: it reaches his profile alone. */
  offDutySince?: string | undefined;
};

/** A program that a token let in, with what its service account may. It belongs to a centre and is nobody there. */
export type ServiceVisitor = Service & {
  centreId: string;
  municipalityId: null;
  tokenId: string;
  scopes: readonly Scope[];
};

export class NotAllowed extends Error {}

export type AsActor = <T>(
  actor:
    | (Person &
        Pick<Visitor, 'offDutySince'> & { centreId: string; municipalityId?: string | null })
    | ServiceVisitor,
  permission: Permission,
  work: (tx: Transaction) => Promise<T>,
  kind?: 'snapshot',
) => Promise<T>;

/** What a desk asks of an alarm, and who sits there. All else of the centre itself is asked by whoever runs it. */
const askedAtDesk: ReadonlySet<Permission> = new Set([
  'session.read',
  'board.read',
  'alarm.read',
  'alarm.command',
  'alarm.dossier',
  'alarm.listen',
]);

/**
 * @param portal For whoever belongs to a municipality, so that its lists and reports hold up no desk.
 * @param office The same of whoever runs the centre, where he has connections apart from the desks.
 */
export function createAsActor(desk: Database, portal: Database, office = desk): AsActor {
  const databaseFor = (municipalityId: string | null | undefined, permission: Permission) => {
    if (municipalityId) return portal;
    return askedAtDesk.has(permission) ? desk : office;
  };
  return async (actor, permission, work, kind) => {
    if (!mayAsk(actor, permission)) throw new NotAllowed(permission);
    return databaseFor(actor.municipalityId, permission).transaction(async (tx) => {
      // Sent before anything that `work` asks; the connection keeps the order, so nobody waits.
      const settings = tx.sql`select set_config('achterwacht.centre', ${actor.centreId}, true),
          set_config('achterwacht.municipality', ${actor.municipalityId ?? ''}, true),
          set_config('achterwacht.person', ${actor.type === 'person' ? actor.id : ''}, true)`.execute();
      const [result] = await Promise.all([work(tx), settings]);
      return result;
    }, kind);
  };
}

export function mayAsk(
  actor:
    | (Pick<Person, 'type' | 'role'> & Pick<Visitor, 'offDutySince'>)
    | Pick<ServiceVisitor, 'type' | 'scopes'>,
  permission: Permission,
): boolean {
  if (actor.type === 'person') {
    const isKeptOff = actor.offDutySince !== undefined && !offDutyPermissions.has(permission);
    return !isKeptOff && can(actor.role, permission);
  }
  return (actor.scopes as readonly Permission[]).includes(permission);
}
