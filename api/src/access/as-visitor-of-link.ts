// The police's door to the database. Who comes by a link has no account and no role: what he may see and change
// hangs on the secret that he brings, or on the token of a device that was let in by it. The policies of
// `achterwacht_public` read that hash themselves and show one link, its viewers, and its alarm: not even a query
// without a `where` finds another.
import type { Database, Transaction } from '../db/connect.ts';

/** Hashes, as they are kept. */
export type LinkKey = { secretHash: string } | { tokenHash: string };

export type VisitedLink = { linkId: string; alarmId: string; centreId: string };

/** `link` is null where the key opens none; then the database shows nothing at all. */
export type AsVisitorOfLink = <T>(
  key: LinkKey,
  work: (tx: Transaction, link: VisitedLink | null) => Promise<T>,
) => Promise<T>;

export function createAsVisitorOfLink(outside: Database): AsVisitorOfLink {
  return (key, work) =>
    outside.transaction(async (tx) => {
      const [name, hash] =
        'secretHash' in key ? ['link_secret', key.secretHash] : ['link_token', key.tokenHash];
      // Sent together; the connection keeps the order.
      const [, [link]] = await Promise.all([
        tx.sql`select set_config(${`achterwacht.${name}`}, ${hash}, true)`,
        tx.sql<VisitedLink[]>`
          select id as "linkId", alarm_id as "alarmId", centre_id as "centreId" from police_links`,
      ]);
      return work(tx, link ?? null);
    });
}
